/** A long list of links that is walked with the arrow keys too: up and down to the neighbours, Home and End to the ends. */
export class EntryKeys extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", this.walk);
  }

  disconnectedCallback(): void {
    this.removeEventListener("keydown", this.walk);
  }

  private readonly walk = (event: KeyboardEvent): void => {
    const links = [...this.querySelectorAll<HTMLAnchorElement>(".entry-title a")];
    const at = links.findIndex((link) => link === document.activeElement);
    const to = at < 0 || event.altKey || event.ctrlKey || event.metaKey ? undefined : next(event.key, at, links.length);
    if (to !== undefined) {
      event.preventDefault();
      links[to]?.focus();
    }
  };
}

function next(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, count - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
