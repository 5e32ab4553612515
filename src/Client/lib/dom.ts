/** The one element that `selector` must find below `root`; a missing one is a bug of the page. */
export function find<T extends Element = HTMLElement>(root: ParentNode, selector: string): T {
  const element = root.querySelector<T>(selector);
  if (!element) {
    throw new Error(`The page lacks ${selector}`);
  }
  return element;
}

export function all<T extends Element = HTMLElement>(root: ParentNode, selector: string): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** Puts `text` into every `[data-fill=name]`; text only, never markup. */
export function fill(root: ParentNode, name: string, text: string): void {
  for (const slot of root.querySelectorAll(`[data-fill="${name}"]`)) {
    if (slot.textContent !== text) {
      slot.textContent = text;
    }
  }
}

const svg = "http://www.w3.org/2000/svg";

/** One symbol of the sprite, as Platform's Icon component draws it. */
export function icon(name: string): SVGElement {
  const picture = document.createElementNS(svg, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svg, "use");
  use.setAttribute("href", `/icons.svg#icon-${name}`);
  picture.append(use);
  return picture;
}

/** An element with a class and children; strings become text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, className = "", ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  element.append(...children);
  return element;
}

/** Hides all but those wanted. What stays as it was is not touched: each write of an attribute costs a look at the styles. */
export function showOnly(elements: Iterable<HTMLElement>, wanted: (element: HTMLElement) => boolean): void {
  for (const element of elements) {
    const hidden = !wanted(element);
    if (element.hidden !== hidden) {
      element.hidden = hidden;
    }
  }
}
