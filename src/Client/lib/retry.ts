/** Milliseconds before each new try: at once, then 0.3, 1.2, 2.7 s, then every 2 s with jitter, for ever. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const first = [0, 300, 1200, 2700];
  return first[attempt] ?? 1500 + Math.round(random() * 1000);
}

/** A pause that `wake` cuts short: the network is back, or somebody looks at the page again. */
export class Pause {
  #wake: (() => void) | undefined;

  wait(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake?.();
  }
}
