import { find } from "./dom";
import { ask } from "./http";
import { RecordUpload, type Receipt, type Target } from "./record-upload";
import { Row } from "./record-row";
import type { Texts } from "./texts";
import { sizeInWords } from "./upload-row";

/** Where files on their way into a record are shown: below `root`, `[data-uploads]` is their list and `[data-uploads-total]` what is said of all. */
export interface RecordPlace<T> {
  root: HTMLElement;
  texts: Texts;
  /** In bytes, inclusive. */
  largest: number;
  filed(document: T): void;
  changed(): void;
}

const atOnce = 3;

/** After which times what was begun earlier is asked for again, ms: the server may hold the line of the page before for alive, and its file for on its way. */
const askAgain = [2000, 5000, 15_000, 40_000];

/** All files on their way into one record: three at once, the others wait their turn. */
export class RecordUploads<T> {
  readonly #rows = new Set<Row<T>>();
  readonly #offered = new Set<string>();
  #hasBegun = false;

  constructor(readonly place: RecordPlace<T>, readonly target: Target) {}

  /** What was begun here earlier, from whatever page, for this request or for none, and did not arrive whole. */
  async remember(looks: readonly number[] = askAgain): Promise<void> {
    const begun = await ask<Receipt<T>[]>("GET", `/api/patients/${this.target.patient}/uploads`).catch(() => []);
    for (const receipt of begun.filter(({ id, request }) => (request ?? undefined) === this.target.request && !this.#offered.has(id))) {
      this.#offered.add(receipt.id);
      this.#add(new Row(this, receipt.name, receipt.length, receipt));
    }
    const [next, ...later] = looks;
    if (next !== undefined) {
      // From the first file of this page on, what is not whole may be its own.
      setTimeout(() => this.#hasBegun ? undefined : void this.remember(later), next);
    }
  }

  take(files: Iterable<File>): void {
    this.#hasBegun = true;
    for (const file of files) {
      const waiting = [...this.#rows].find(row => row.begun && RecordUpload.isSame(file, row.begun));
      const row = waiting ?? this.#add(new Row(this, file.name, file.size));
      row.send(file);
    }
    this.changed();
  }

  /** The same for one; true once it has arrived for good, false when it was refused or given up. */
  send(file: File): Promise<boolean> {
    this.#hasBegun = true;
    const row = this.#add(new Row(this, file.name, file.size));
    row.send(file);
    this.changed();
    return row.arrived;
  }

  changed(): void {
    const rows = [...this.#rows];
    const free = atOnce - rows.filter(row => row.isSending).length;
    rows.filter(row => row.isWaiting).slice(0, Math.max(0, free)).forEach(row => row.go());
    const going = rows.filter(row => row.isSending || row.isWaiting);
    const total = find(this.place.root, "[data-uploads-total]");
    const [sent, size] = [going.reduce((sum, row) => sum + row.sent, 0), going.reduce((sum, row) => sum + row.size, 0)];
    const words = going.length > 1 ? this.place.texts.say("uploads-total", { files: going.length, sent: sizeInWords(sent), size: sizeInWords(size) }) : "";
    if (total.textContent !== words) {
      total.textContent = words;
    }
    this.place.changed();
  }

  remove(row: Row<T>): void {
    row.item.remove();
    this.#rows.delete(row);
    this.changed();
  }

  #add(row: Row<T>): Row<T> {
    this.#rows.add(row);
    find(this.place.root, "[data-uploads]").append(row.item);
    this.changed();
    return row;
  }
}
