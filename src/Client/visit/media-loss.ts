import type { Room } from "./room";

/** A shorter loss mends itself before most people notice, ms. */
const noticed = 2000;

/** A loss that lasts so long is told while it lasts: perhaps nobody will be there to tell it afterwards, ms. */
const lasting = 10_000;

const lookEvery = 500;

/** Says that a loss began `lasted` ms ago, that it is over, or both at once. */
type TellLoss = (over: boolean, lasted: number) => void;

/**
 * Picture and sound lost while the lines to the server hold: of the visit's incidents the one that only the two pages see. One of them
 * tells, whoever sits lower. A line that broke is another incident, which the server writes.
 */
export class MediaLoss {
  readonly #had = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #lost: string[] = [];
  #since: number | undefined;
  #told = false;

  constructor(private readonly room: () => Room, private readonly tell: TellLoss) {}

  watch(): void {
    this.#timer ??= setInterval(() => this.look(Date.now()), lookEvery);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Their page is another one: what flowed belonged to the one before. */
  forget(id: string): void {
    this.#had.delete(id);
  }

  /** @param now ms since the epoch. */
  look(now: number): void {
    const { line, medias } = this.room();
    if (line !== "connected") {
      this.#clear(); // the server closes what was told
      return;
    }
    const theirs = this.#theirs().map(id => ({ id, state: medias[id] ?? "none" }));
    theirs.filter(({ state }) => state === "connected").forEach(({ id }) => this.#had.add(id));
    const lost = theirs.filter(({ id, state }) => this.#had.has(id) && state !== "connected");
    // "Silent": their line to the server is what broke.
    if (lost.length > 0 && !lost.some(({ state }) => state === "silent")) {
      this.#lost = lost.map(({ id }) => id);
      this.#goesOn(now);
    } else {
      // Whose page is gone by now had lost its line.
      this.#isOver(now, this.#lost.every(id => medias[id] === "connected"));
    }
  }

  /** Those who are there and sit higher. */
  #theirs(): string[] {
    const { visit, others, pausedAt } = this.room();
    return visit?.status === "active" && pausedAt === null ? others.filter(other => other.present && other.seat > visit.seat).map(other => other.id) : [];
  }

  #goesOn(now: number): void {
    this.#since ??= now;
    if (!this.#told && now - this.#since >= lasting) {
      this.#told = true;
      this.tell(false, now - this.#since);
    }
  }

  /** @param back What was lost is there again: it was no line that broke. */
  #isOver(now: number, back: boolean): void {
    if (this.#since !== undefined && (this.#told || (back && now - this.#since >= noticed))) {
      this.tell(true, now - this.#since);
    }
    this.#clear();
  }

  #clear(): void {
    this.#since = undefined;
    this.#told = false;
  }
}
