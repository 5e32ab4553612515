/** Seconds of a row. */
export const step = 300;

/** Less could not be read or pressed: a quarter of an hour. */
const leastSpan = 3;

/**
 * When the rows of a column begin, as the server wrote it: "row=seconds since 1970", or "row=" for rows that this day does not have,
 * because the clock jumps over them or passes them once only. Five minutes a row until the next piece.
 */
export class Rows {
  readonly #pieces: { row: number; at: number | undefined }[];

  /** @param count rows of the column */
  constructor(written: string, readonly count: number) {
    this.#pieces = written.split(" ").map(piece => {
      const [row, at] = piece.split("=");
      return { row: Number(row), at: at ? Number(at) : undefined };
    });
  }

  /** When the row begins; undefined: this day has no such time. */
  at(row: number): number | undefined {
    const piece = this.#pieces.filter(p => p.row <= row).pop();
    return piece?.at === undefined || row >= this.count ? undefined : piece.at + (row - piece.row) * step;
  }

  /** When what lasts until that row is over; undefined: nothing that this day has ends there. */
  end(row: number): number | undefined {
    const last = this.at(row - 1);
    return last === undefined ? undefined : last + step;
  }

  /** The row in which that time lies. */
  rowOf(seconds: number): number {
    const piece = this.#pieces.filter(p => p.at !== undefined && p.at <= seconds).pop();
    return piece?.at === undefined ? 0 : piece.row + Math.floor((seconds - piece.at) / step);
  }

  /** How many rows an entry takes of the screen. */
  span(starts: number, ends: number): number {
    return Math.max(leastSpan, this.rowOf(ends - 1) + 1 - this.rowOf(starts));
  }

  /** The begin of the first row from there on, upwards or downwards, that the day has; undefined: none is left. */
  next(row: number, direction: 1 | -1): number | undefined {
    for (let here = row; here >= 0 && here < this.count; here += direction) {
      const at = this.at(here);
      if (at !== undefined) {
        return at;
      }
    }
    return undefined;
  }
}
