/**
 * Around the form of a mail's link: takes the token out of the address's fragment, so that neither history nor a shared address carries it,
 * and asks with it. Answers nothing by itself.
 */
export class LinkToken extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector<HTMLInputElement>("input[name=token]");
    const token = location.hash.slice(1);
    if (field) {
      history.replaceState(history.state, "", location.pathname);
      field.value = token;
      field.form?.requestSubmit();
    }
  }
}
