/**
 * A button that copies: `<copy-link data-value="…" data-copied="Copied"><button>Copy</button> <span role="status"></span></copy-link>`.
 * Where the browser has no clipboard, the address is selected for copying by hand.
 */
export class CopyLink extends HTMLElement {
  connectedCallback(): void {
    // This page answers a press; as a place of its own in the history, a reload asks for the page and does not press again.
    history.replaceState(history.state, "", location.href);
    this.querySelector("button")?.addEventListener("click", () => void this.#copy());
  }

  async #copy(): Promise<void> {
    const value = this.dataset["value"] ?? this.querySelector("input")?.value ?? "";
    try {
      await navigator.clipboard.writeText(value);
      this.#say(this.dataset["copied"] ?? "");
    } catch {
      const input = this.querySelector("input");
      input ? input.select() : this.#say(value);
    }
  }

  #say(words: string): void {
    const status = this.querySelector("[role=status]");
    if (status) {
      status.textContent = words;
    }
  }
}
