import { all } from "../../lib/dom";

/** The markup that each part came with: comparing with the page itself would find what arrows and minutes have changed there. */
const came = new WeakMap<Element, string>();

/** Takes down what the page itself came with, before anything changes in it. */
export function remember(grid: HTMLElement): void {
  all(grid, "[data-fresh]").forEach(slot => came.set(slot, slot.innerHTML));
}

/** What identifies a link across two pictures of the same agenda. */
const nameOf = (link: Element | null) => link?.getAttribute("data-id") ?? link?.getAttribute("href") ?? undefined;

/** Puts the parts of a fresh page in place of the old ones. What is the same is not touched; who stood on a link stands on it still. */
export function refill(grid: HTMLElement, page: ParentNode): void {
  const fresh = page.querySelector<HTMLElement>(grid.localName);
  if (!fresh) {
    return;
  }
  const focused = grid.contains(document.activeElement) ? nameOf(document.activeElement) : undefined;
  for (const slot of all(grid, "[data-fresh]")) {
    const other = fresh.querySelector(`[data-fresh="${slot.dataset["fresh"]}"]`);
    if (other && came.get(slot) !== other.innerHTML) {
      came.set(slot, other.innerHTML);
      slot.replaceChildren(...other.childNodes);
    }
  }
  grid.dataset["now"] = fresh.dataset["now"] ?? "";
  if (focused && !nameOf(document.activeElement)) {
    all(grid, ".booking, .free a").find(link => nameOf(link) === focused)?.focus({ preventScroll: true });
  }
}
