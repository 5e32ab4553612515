/** Around the form for which a time is held: leaving the page without sending it gives the time back at once, to the address in `data-leave`. */
export class HeldSlot extends HTMLElement {
  #sent = false;
  readonly #leave = (): void => {
    const token = this.querySelector<HTMLInputElement>("input[name=__RequestVerificationToken]")?.value;
    if (!this.#sent && token) {
      void fetch(this.dataset["leave"] ?? "/book/leave", { method: "POST", keepalive: true, credentials: "same-origin", body: new URLSearchParams({ __RequestVerificationToken: token }) });
    }
  };

  connectedCallback(): void {
    this.addEventListener("submit", () => {
      this.#sent = true;
    });
    window.addEventListener("pagehide", this.#leave);
  }

  disconnectedCallback(): void {
    window.removeEventListener("pagehide", this.#leave);
  }
}
