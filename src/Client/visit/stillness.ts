/** How long nothing may come where something came before, ms. Sound alone brings fifty packets a second. */
export const stillness = 1000;

const lookEvery = 400;

/** Looks this far apart, ms: the machine slept. */
const asleep = 3000;

/**
 * Notices, once each time, that what flowed has stopped: seconds before ICE does, and at once after the machine slept, whatever came in
 * meanwhile: that was sent to somebody who did not answer.
 */
export class Stillness {
  #timer: ReturnType<typeof setInterval> | undefined;
  #count = -1;
  #since = 0;
  #flowed = false;
  #lookedAt = Infinity;

  /**
   * @param count What came so far.
   * @param expects Whether anything should come: the end of a pause is no stillness, nor is what was on its way when it began.
   */
  constructor(private readonly count: () => Promise<number>, private readonly expects: () => boolean, private readonly stopped: () => void) {}

  watch(): void {
    this.#timer ??= setInterval(() => void this.#look(), lookEvery);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const slept = Date.now() - this.#lookedAt > asleep;
    this.#lookedAt = Date.now();
    const count = await this.count();
    const now = Date.now();
    if (!this.expects()) {
      this.#flowed = false;
      this.#count = -1; // what comes afterwards begins anew
    } else if (slept && this.#flowed) {
      this.#flowed = false;
      this.#count = count;
      this.stopped();
    } else if (count > this.#count) {
      this.#flowed = this.#count >= 0;
      this.#count = count;
      this.#since = now;
    } else if (this.#flowed && now - this.#since >= stillness) {
      this.#flowed = false;
      this.stopped();
    }
  }
}
