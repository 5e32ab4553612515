import { all } from "../../lib/dom";

const stops = ".booking, .free a";

/** The agenda is one stop of the Tab key; arrows go on from there. */
export function oneStop(grid: HTMLElement, focused?: HTMLElement): void {
  const links = all(grid, stops);
  const one = focused && links.includes(focused) ? focused : links.find(link => link.closest("li")?.matches(".agenda-now ~ li")) ?? links[0];
  links.forEach(link => { link.tabIndex = link === one ? 0 : -1; });
}

/** The one to go to from there; undefined: there is none in that direction. */
export function neighbour(from: HTMLElement, to: "up" | "down" | "left" | "right" | "first" | "last"): HTMLElement | undefined {
  const column = from.closest<HTMLElement>(".agenda-column")!;
  const links = all(column, stops);
  const place = links.indexOf(from);
  switch (to) {
    case "up": return links[place - 1];
    case "down": return links[place + 1];
    case "first": return links[0];
    case "last": return links[links.length - 1];
    default: return nearest(from, column, to === "left" ? -1 : 1);
  }
}

/** In the next column that has any, the one that is as high on the page. */
function nearest(from: HTMLElement, column: HTMLElement, step: number): HTMLElement | undefined {
  const columns = all(column.closest("[data-rows]")!, ".agenda-column");
  for (let at = columns.indexOf(column) + step; columns[at]; at += step) {
    const links = all(columns[at]!, stops);
    const [first] = links.map(link => ({ link, away: Math.abs(rowOf(link) - rowOf(from)) })).sort((one, other) => one.away - other.away);
    if (first) {
      return first.link;
    }
  }
  return undefined;
}

function rowOf(link: HTMLElement): number {
  return Number(link.closest<HTMLElement>("li")?.dataset["row"] ?? 0);
}
