/** Swaps what is hidden and what is shown inside, once the instant in `data-at` has come; `data-now` is the server's clock. */
export class AppearAt extends HTMLElement {
  #timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    const skew = Date.parse(this.dataset["now"] ?? "") - Date.now() || 0;
    const at = Date.parse(this.dataset["at"] ?? "");
    if (at > Date.now() + skew) {
      // Looked at again and again: a long timer sleeps with the laptop.
      this.#timer = setInterval(() => {
        if (Date.now() + skew >= at) {
          clearInterval(this.#timer);
          for (const child of this.children) {
            (child as HTMLElement).hidden = !(child as HTMLElement).hidden;
          }
        }
      }, 1000);
    }
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }
}
