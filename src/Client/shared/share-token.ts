/** The form of a shared document's link: takes the token out of the address's fragment, so that no history and no copied address carries it. */
export class ShareToken extends HTMLElement {
  readonly #take = () => {
    const field = this.querySelector<HTMLInputElement>("input[name=token]");
    const token = location.hash.slice(1);
    if (field && token) {
      history.replaceState(history.state, "", location.pathname);
      field.value = token;
      this.hidden = false;
    }
    if (!this.hidden) {
      this.querySelector<HTMLInputElement>("input[name=password]")?.focus();
    }
  };

  connectedCallback(): void {
    this.#take();
    // Another link that is opened in this tab changes the fragment and nothing else.
    addEventListener("hashchange", this.#take);
  }

  disconnectedCallback(): void {
    removeEventListener("hashchange", this.#take);
  }
}
