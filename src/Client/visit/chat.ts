import type { Line } from "./contract";

export type Delivery = "sending" | "sent" | "failed";

export interface Said {
  clientId: string;
  from: string;
  text: string;
  at: string;
  delivery: Delivery;
}

/**
 * What was said, in order, each line once however often it arrives. Own lines stand at once and are marked until the server has them.
 */
export class Chat {
  #lines: Said[] = [];
  #read = new Set<string>();

  constructor(readonly me: string, private readonly changed: () => void = () => {}) {}

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

  /** Writes an own line; sending it is the caller's. */
  write(text: string, clientId: string, now: Date): Said {
    const line: Said = { clientId, from: this.me, text, at: now.toISOString(), delivery: "sending" };
    this.#lines.push(line);
    this.changed();
    return line;
  }

  acknowledge(clientId: string, at: string): void {
    this.#change(clientId, line => ({ ...line, at, delivery: "sent" }));
  }

  fail(clientId: string): void {
    this.#change(clientId, line => ({ ...line, delivery: "failed" }));
  }

  retry(clientId: string): void {
    this.#change(clientId, line => ({ ...line, delivery: "sending" }));
  }

  receive(line: Line): void {
    const mine = this.#lines.some(known => known.clientId === line.clientId && known.from === line.from);
    if (mine) {
      this.acknowledge(line.clientId, line.at);
      return;
    }
    this.#lines.push({ clientId: line.clientId, from: line.from, text: line.text, at: line.at, delivery: "sent" });
    this.#lines.sort((a, b) => Number(a.delivery !== "sent") - Number(b.delivery !== "sent") || a.at.localeCompare(b.at));
    this.changed();
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

  #change(clientId: string, change: (line: Said) => Said): void {
    this.#lines = this.#lines.map(line => line.clientId === clientId ? change(line) : line);
    this.changed();
  }
}
