import type { Line, SentFile } from "./contract";
import type { UnsentLines } from "./unsent-lines";

/** How far an own line came: on its way, stored, on somebody's page, before somebody's eyes; or refused. */
export type Delivery = "sending" | "sent" | "delivered" | "seen" | "failed";

export interface Said {
  clientId: string;
  /** The server's id; none before it has the line. */
  id?: string;
  from: string;
  text: string;
  at: string;
  delivery: Delivery;
  file?: SentFile;
}

const far = { failed: 0, sending: 0, sent: 1, delivered: 2, seen: 3 };

/**
 * What was said, in order, each line once however often it arrives. Own lines stand at once and are marked until the server has them;
 * until then they are kept over a refresh.
 */
export class Chat {
  #lines: Said[] = [];
  #read = new Set<string>();
  #kept: UnsentLines | undefined;

  constructor(readonly me: string, private readonly changed: () => void = () => {}) {}

  /** From now on unsent lines are kept there. Those that an earlier page of this tab left stand here again, unless the server has them. */
  keepIn(kept: UnsentLines): void {
    this.#kept = kept;
    for (const { clientId, text, at, failed } of kept.load()) {
      if (!this.#lines.some(line => line.clientId === clientId && line.from === this.me)) {
        this.#lines.push({ clientId, from: this.me, text, at, delivery: failed ? "failed" : "sending" });
      }
    }
    this.#keep();
  }

  get lines(): readonly Said[] {
    return this.#lines;
  }

  get unread(): number {
    return this.#lines.filter(line => line.from !== this.me && !this.#read.has(line.clientId)).length;
  }

  /** Lines that the server has not acknowledged, oldest first. */
  get unsent(): Said[] {
    return this.#lines.filter(line => line.delivery === "sending");
  }

  /** What the others' pages do not know yet of their lines, one report at a time. */
  get unheard(): { lines: string[]; seen: boolean } | undefined {
    const others = this.#lines.filter(line => line.from !== this.me && line.id !== undefined);
    const ids = (lines: Said[]) => lines.map(line => line.id!);
    const seen = others.filter(line => this.#read.has(line.clientId) && line.delivery !== "seen");
    const reached = others.filter(line => line.delivery === "sent");
    return seen.length > 0 ? { lines: ids(seen), seen: true } : reached.length > 0 ? { lines: ids(reached), seen: false } : undefined;
  }

  /** Writes an own line; sending it is the caller's. */
  write(text: string, clientId: string, now: Date): Said {
    const line: Said = { clientId, from: this.me, text, at: now.toISOString(), delivery: "sending" };
    this.#lines.push(line);
    this.#keep();
    return line;
  }

  acknowledge(clientId: string, at: string, id: string): void {
    this.#change(line => line.clientId === clientId && line.from === this.me, line => further({ ...line, at, id }, "sent"));
  }

  fail(clientId: string): void {
    this.#change(line => line.clientId === clientId && line.delivery === "sending", line => ({ ...line, delivery: "failed" }));
  }

  /** The visit is over: what has not gone out stays where it is. */
  failAll(): void {
    if (this.unsent.length > 0) {
      this.#change(line => line.delivery === "sending", line => ({ ...line, delivery: "failed" }));
    }
  }

  retry(clientId: string): void {
    this.#change(line => line.clientId === clientId && line.delivery === "failed", line => ({ ...line, delivery: "sending" }));
  }

  /** Lines have come this far, with whomever. */
  reach(ids: readonly string[], seen: boolean): void {
    const reached = new Set(ids);
    this.#change(line => line.id !== undefined && reached.has(line.id), line => further(line, seen ? "seen" : "delivered"));
  }

  receive(line: Line): void {
    const same = (known: Said) => known.clientId === line.clientId && known.from === line.from;
    if (this.#lines.some(same)) {
      this.#change(same, known => further({ ...known, id: line.id, at: line.at }, line.delivery));
      return;
    }
    const { id, clientId, from, text, at, delivery, file } = line;
    this.#lines.push({ id, clientId, from, text, at, delivery, ...file ? { file } : {} });
    this.#lines.sort((a, b) => Number(far[a.delivery] === 0) - Number(far[b.delivery] === 0) || a.at.localeCompare(b.at));
    this.#keep();
  }

  /** The whole conversation as the server knows it; own lines on their way stay. */
  load(lines: readonly Line[]): void {
    lines.forEach(line => this.receive(line));
  }

  markRead(): void {
    if (this.unread > 0) {
      this.#lines.forEach(line => this.#read.add(line.clientId));
      this.changed();
    }
  }

  #change(which: (line: Said) => boolean, change: (line: Said) => Said): void {
    this.#lines = this.#lines.map(line => which(line) ? change(line) : line);
    this.#keep();
  }

  #keep(): void {
    this.#kept?.save(this.#lines.filter(line => far[line.delivery] === 0)
      .map(({ clientId, text, at, delivery }) => ({ clientId, text, at, failed: delivery === "failed" })));
    this.changed();
  }
}

/** A line never goes back: reports may overtake each other. */
function further(line: Said, delivery: Delivery): Said {
  return far[delivery] > far[line.delivery] ? { ...line, delivery } : line;
}
