/** Around the form of a QR code's link: takes the token out of the address's fragment, so that no history carries it, and opens the link with it. */
export class PhoneToken extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector<HTMLInputElement>("input[name=token]");
    const token = location.hash.slice(1);
    if (field && token) {
      history.replaceState(history.state, "", location.pathname);
      field.value = token;
      field.form?.requestSubmit();
    }
  }
}
