import type { Times } from "../../lib/time";
import { make } from "../../lib/dom";
import { Lift, rowsOf } from "./lift";

/** A hand that trembles does not move an appointment, px. */
const threshold = 5;

/** So near to its lower edge one takes the edge, px. */
const edge = 7;

/** A stretch of free time that was drawn, seconds since 1970. */
export interface Stretch { column: HTMLElement; starts: number; ends: number }

/** What a press became. */
interface Act { move(event: PointerEvent): void; up(): void; cancel(): void }

export interface Hand {
  lifted(lift: Lift): void;
  dropped(lift: Lift): void;
  givenUp(lift: Lift): void;
  drew(stretch: Stretch): void;
}

/** The mouse or a pen in the grid: takes an appointment by its body or its lower edge, or draws a stretch over free time. A finger scrolls. */
export class Pointer {
  #act: Act | undefined;
  /** A press that became a move must not follow the link. */
  #swallow = false;

  constructor(private readonly grid: HTMLElement, private readonly times: Times, private readonly hand: Hand) {
    grid.addEventListener("pointerdown", event => this.#down(event));
    grid.addEventListener("dragstart", event => event.preventDefault());
    grid.addEventListener("click", event => {
      if (this.#swallow) {
        event.preventDefault();
      } else {
        this.#aim(event);
      }
      this.#swallow = false;
    }, true);
    grid.addEventListener("pointermove", event => this.#act?.move(event));
    grid.addEventListener("pointerup", () => this.#end(act => act.up()));
    grid.addEventListener("pointercancel", () => this.cancel());
  }

  get isBusy(): boolean {
    return this.#act !== undefined;
  }

  cancel(): void {
    this.#end(act => act.cancel());
  }

  #end(how: (act: Act) => void): void {
    const act = this.#act;
    this.#act = undefined;
    if (act) {
      how(act);
    }
  }

  #down(event: PointerEvent): void {
    this.#swallow = false;
    if (event.button !== 0 || event.pointerType === "touch" || !(event.target instanceof Element) || this.grid.dataset["view"] === "list") {
      return;
    }
    const booking = event.target.closest<HTMLElement>(".booking[data-moves]");
    const free = event.target.closest<HTMLElement>(".free");
    if (booking) {
      this.#act = this.#carry(booking, event);
    } else if (free) {
      this.#act = this.#draw(free, event);
    }
  }

  #carry(booking: HTMLElement, down: PointerEvent): Act {
    const byEdge = booking.dataset["moves"] === "end" || booking.getBoundingClientRect().bottom - down.clientY <= edge;
    const home = booking.closest<HTMLElement>(".agenda-column")!;
    const firstEnd = byEdge ? rowsOf(home).rowOf(Number(booking.dataset["ends"]) - 1) + 1 : 0;
    let lift: Lift | undefined;
    return {
      move: event => {
        const [across, downwards] = [event.clientX - down.clientX, event.clientY - down.clientY];
        if (!lift && Math.hypot(across, downwards) < threshold) {
          return;
        }
        if (!lift) {
          lift = new Lift(booking, this.times);
          this.grid.setPointerCapture(event.pointerId);
          this.hand.lifted(lift);
        }
        const rows = Math.round(downwards / this.#rowHeight(home));
        if (byEdge) {
          lift.lengthenTo(firstEnd + rows);
        } else {
          lift.moveTo(this.#columnAt(event, home), rows);
        }
      },
      up: () => {
        if (lift) {
          this.#swallow = true;
          this.hand.dropped(lift);
        }
      },
      cancel: () => {
        if (lift) {
          this.hand.givenUp(lift);
        }
      },
    };
  }

  #draw(free: HTMLElement, down: PointerEvent): Act {
    const column = free.closest<HTMLElement>(".agenda-column")!;
    const rows = rowsOf(column);
    const [first, last] = [Number(free.dataset["row"]), Number(free.dataset["row"]) + Number(free.dataset["span"])];
    const rowAt = (event: MouseEvent) => Math.min(Math.max(this.#rowAt(column, event), first), last - 1);
    const begun = rowAt(down);
    let wish: HTMLElement | undefined;
    let [top, bottom] = [begun, begun + 1];
    return {
      move: event => {
        if (!wish && Math.abs(event.clientY - down.clientY) < threshold) {
          return;
        }
        if (!wish) {
          column.append(wish = make("li", "agenda-wish"));
          this.grid.setPointerCapture(event.pointerId);
        }
        const now = rowAt(event);
        [top, bottom] = [Math.min(begun, now), Math.max(begun, now) + 1];
        Object.assign(wish.dataset, { row: String(top), span: String(bottom - top) });
      },
      up: () => {
        wish?.remove();
        const [starts, ends] = [rows.at(top), rows.end(bottom)];
        if (wish && starts !== undefined && ends !== undefined) {
          this.#swallow = true;
          this.hand.drew({ column, starts, ends });
        }
      },
      cancel: () => wish?.remove(),
    };
  }

  /** A press on free time books from the quarter of an hour that was pressed, not from where the free time begins. */
  #aim(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".free a") : null;
    const free = link?.closest<HTMLElement>(".free");
    if (!link || !free || event.detail === 0 || this.grid.dataset["view"] === "list" || getComputedStyle(free.parentElement!).display !== "grid") {
      return;
    }
    const column = free.closest<HTMLElement>(".agenda-column")!;
    const first = Number(free.dataset["row"]);
    const row = first + Math.floor((Math.max(this.#rowAt(column, event), first) - first) / 3) * 3;
    const at = rowsOf(column).at(row);
    if (at !== undefined) {
      const url = new URL(link.href);
      url.searchParams.set("at", new Date(at * 1000).toISOString());
      link.href = url.href;
    }
  }

  #rowAt(column: HTMLElement, event: MouseEvent): number {
    return Math.floor((event.clientY - column.getBoundingClientRect().top) / this.#rowHeight(column));
  }

  #rowHeight(column: HTMLElement): number {
    return parseFloat(getComputedStyle(column).gridAutoRows) || 8;
  }

  /** The column of the same practitioner under the pointer, else where it was. */
  #columnAt(event: PointerEvent, home: HTMLElement): HTMLElement {
    const there = document.elementsFromPoint(event.clientX, event.clientY)
      .find(element => element.matches(`.agenda-column[data-practitioner="${home.dataset["practitioner"]}"]`));
    return there instanceof HTMLElement ? there : home;
  }
}
