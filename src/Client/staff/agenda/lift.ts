import { all, find } from "../../lib/dom";
import type { Times } from "../../lib/time";
import { Rows } from "./rows";

/** A column's rows; the grid says how many there are. */
export function rowsOf(column: HTMLElement): Rows {
  const sheet = column.closest<HTMLElement>("[data-rows]");
  return new Rows(column.dataset["times"] ?? "0=", Number(sheet?.dataset["rows"] ?? 0));
}

/** An appointment that is being moved: shown where it would come to lie, and put back when one gives up. */
export class Lift {
  readonly id: string;
  readonly version: string;
  readonly from: { starts: number; ends: number };
  starts: number;
  ends: number;
  #column: HTMLElement;
  readonly #home: HTMLElement;
  readonly #item: HTMLElement;
  readonly #back: () => void;

  constructor(readonly link: HTMLElement, private readonly times: Times) {
    this.#item = link.closest("li")!;
    this.#column = this.#home = link.closest<HTMLElement>(".agenda-column")!;
    [this.id, this.version] = [link.dataset["id"]!, link.dataset["version"]!];
    [this.starts, this.ends] = [Number(link.dataset["starts"]), Number(link.dataset["ends"])];
    this.from = { starts: this.starts, ends: this.ends };
    const [place, parent, data, said] = [this.#item.nextSibling, this.#home, { ...this.#item.dataset }, find(link, "time").textContent];
    this.#back = () => {
      parent.insertBefore(this.#item, place);
      Object.assign(this.#item.dataset, data);
      find(link, "time").textContent = said;
    };
    link.dataset["lifted"] = "";
  }

  get isMoved(): boolean {
    return this.starts !== this.from.starts || this.ends !== this.from.ends;
  }

  /** Earlier or later by rows, or by columns of the same practitioner. False: there is no such place. */
  move(rows: number, columns = 0): boolean {
    const column = columns ? this.#beside(columns) : this.#column;
    const length = this.ends - this.starts;
    const row = rowsOf(this.#column).rowOf(this.starts) + rows;
    const there = column && rowsOf(column);
    const starts = there?.next(row, rows < 0 ? -1 : 1);
    if (!column || !there || starts === undefined || there.rowOf(starts + length - 1) >= there.count) {
      return false;
    }
    [this.#column, this.starts, this.ends] = [column, starts, starts + length];
    this.#draw();
    return true;
  }

  /** Where the pointer has it: so many rows from where it was, in that column. */
  moveTo(column: HTMLElement, rows: number): void {
    const [home, there, { starts, ends }] = [rowsOf(this.#home), rowsOf(column), this.from];
    const row = Math.min(Math.max(home.rowOf(starts) + rows, 0), there.count - home.span(starts, ends));
    const to = rows === 0 && column === this.#home ? starts : there.next(row, 1);
    if (to !== undefined) {
      [this.#column, this.starts, this.ends] = [column, to, to + ends - starts];
      this.#draw();
    }
  }

  /** Its end so many rows later than it is, or earlier. */
  lengthen(rows: number): boolean {
    return this.lengthenTo(rowsOf(this.#column).rowOf(this.ends - 1) + 1 + rows);
  }

  /** Its end where that row begins. */
  lengthenTo(row: number): boolean {
    const rows = rowsOf(this.#column);
    const ends = rows.end(row);
    if (ends === undefined || ends <= this.starts) {
      return false;
    }
    this.ends = ends;
    this.#draw();
    return true;
  }

  /** Stays where it is until the server's own picture comes. */
  settle(): void {
    delete this.link.dataset["lifted"];
  }

  putBack(): void {
    this.#back();
    this.settle();
  }

  #beside(columns: number): HTMLElement | undefined {
    const own = all(this.#column.closest("[data-rows]")!, `.agenda-column[data-practitioner="${this.#column.dataset["practitioner"]}"]`);
    return own[own.indexOf(this.#column) + columns];
  }

  #draw(): void {
    const rows = rowsOf(this.#column);
    if (this.#item.parentElement !== this.#column) {
      this.#column.append(this.#item);
    }
    Object.assign(this.#item.dataset, {
      row: String(rows.rowOf(this.starts)), span: String(rows.span(this.starts, this.ends)), lane: "0", lanes: "1",
    });
    find(this.link, "time").textContent = this.times.clock(new Date(this.starts * 1000));
  }
}
