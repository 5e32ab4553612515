import { all, find } from "../lib/dom";

/**
 * The button "More" and its menu: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/. What an item does is told by its `data-do`,
 * and done by whoever hears the click further out; by then the menu is closed and the focus is back on the button.
 */
export class MoreMenu extends HTMLElement {
  #button!: HTMLElement;
  #menu!: HTMLElement;
  #typed = "";
  #typedAt = 0;

  connectedCallback(): void {
    this.#button = find(this, "[aria-haspopup]");
    this.#menu = find(this, "[role=menu]");
    this.#button.addEventListener("click", () => { this.open ? this.close() : this.#show(0); });
    this.#button.addEventListener("keydown", event => this.#fromButton(event));
    this.#menu.addEventListener("keydown", event => this.#within(event));
    this.#menu.addEventListener("click", event => {
      if ((event.target as Element).closest("[role^=menuitem]:not(:disabled)")) {
        this.close();
      }
    });
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.contains(relatedTarget)) {
        this.#hide();
      }
    });
    document.addEventListener("pointerdown", event => {
      if (this.open && !this.contains(event.target as Node)) {
        this.#hide();
      }
    });
  }

  get open(): boolean {
    return !this.#menu.hidden;
  }

  close(): void {
    if (this.open) {
      this.#hide();
      this.#button.focus();
    }
  }

  get #items(): HTMLElement[] {
    return all(this.#menu, "[role^=menuitem]").filter(item => item.getClientRects().length > 0 && !item.matches(":disabled"));
  }

  #show(index: number): void {
    this.#menu.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#items.at(index)?.focus();
  }

  #hide(): void {
    this.#menu.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
  }

  #fromButton(event: KeyboardEvent): void {
    const index = { ArrowDown: 0, ArrowUp: -1 }[event.key];
    if (index !== undefined) {
      event.preventDefault();
      this.#show(index);
    }
  }

  #within(event: KeyboardEvent): void {
    const items = this.#items;
    const at = items.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: (at + 1) % items.length, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      items.at(to)?.focus();
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Tab") {
      this.#hide(); // and the focus goes where Tab leads from the menu
      return;
    } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.#type(event, items, at);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** To the next item that begins with what was typed. */
  #type(event: KeyboardEvent, items: HTMLElement[], at: number): void {
    this.#typed = event.timeStamp - this.#typedAt > 500 ? event.key : this.#typed + event.key;
    this.#typedAt = event.timeStamp;
    const from = this.#typed.length > 1 ? at : at + 1;
    const ahead = [...items.slice(from), ...items.slice(0, from)];
    ahead.find(item => item.textContent?.trim().toLocaleLowerCase().startsWith(this.#typed.toLocaleLowerCase()))?.focus();
  }
}
