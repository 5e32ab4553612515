/** How long nothing may be heard before that is said, ms: long enough to sit down and say a word. */
export const sayAfter = 6000;

/** The least level that is somebody, not the noise of the line; of ten. */
const somebody = 2;

export type Hearing = "listening" | "heard" | "silent" | "muted";

/** Whether one is heard, from the levels of one microphone. Once heard, pauses are pauses; only a track that the system mutes is silent again. */
export class Silence {
  #since: number | undefined;
  #heard = false;

  hear(level: number, muted: boolean, now: number): Hearing {
    this.#since ??= now;
    this.#heard ||= level >= somebody;
    if (muted) {
      return now - this.#since >= sayAfter || this.#heard ? "muted" : "listening";
    }
    if (this.#heard) {
      return "heard";
    }
    return now - this.#since >= sayAfter ? "silent" : "listening";
  }
}
