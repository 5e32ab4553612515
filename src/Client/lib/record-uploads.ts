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

/** All files on their way into one record: three at once, the others wait their turn. */
export class RecordUploads<T> {
  readonly #rows = new Set<Row<T>>();

  constructor(readonly place: RecordPlace<T>, readonly target: Target) {}

  /** What was begun here earlier, from whatever page, for this request or for none, and did not arrive whole. */
  async remember(): Promise<void> {
    const begun = await ask<Receipt<T>[]>("GET", `/api/patients/${this.target.patient}/uploads`).catch(() => []);
    begun.filter(receipt => (receipt.request ?? undefined) === this.target.request).forEach(receipt => this.#add(new Row(this, receipt.name, receipt.length, receipt)));
  }

  take(files: Iterable<File>): void {
    for (const file of files) {
      const waiting = [...this.#rows].find(row => row.begun && RecordUpload.isSame(file, row.begun));
      const row = waiting ?? this.#add(new Row(this, file.name, file.size));
      row.send(file);
    }
    this.changed();
  }

  /** The same for one; true once it has arrived for good, false when it was refused or given up. */
  send(file: File): Promise<boolean> {
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
