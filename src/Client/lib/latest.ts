/** One that hangs does not hold up the next for longer, ms. */
const patience = 5000;

/**
 * Does one after the other, each time for what was said last: two requests that are on their way at once may arrive, or be answered, in the
 * wrong order, and the older would stand.
 */
export class Latest<T = void> {
  #next: { value: T } | undefined;
  #busy = false;

  constructor(private readonly work: (value: T) => Promise<unknown>) {}

  say(value: T): void {
    this.#next = { value };
    if (!this.#busy) {
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#next) {
      const { value } = this.#next;
      this.#next = undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      await Promise.race([this.work(value), new Promise(resolve => { timer = setTimeout(resolve, patience); })]).catch(() => undefined);
      clearTimeout(timer);
    }
    this.#busy = false;
  }
}
