import { find, icon, make } from "./dom";
import { ask, type Refused } from "./http";
import { forgetBegun, ReceiptWatch, RecordUpload, type Hearing, type Receipt, type Target } from "./record-upload";
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

type State = "begun" | "waiting" | "going" | "paused" | "checking" | "over";

/** One file, from the drop to its place in the record; it stays to be read until it is dismissed. */
class Row<T> {
  readonly item: HTMLElement;
  sent = 0;
  readonly arrived: Promise<boolean>;
  #settle!: (arrived: boolean) => void;
  #state: State;
  #upload: RecordUpload<T> | undefined;
  readonly #progress = make("progress");
  readonly #words = make("span");
  readonly #actions = make("span", "upload-actions");
  readonly #path = make("ol", "path");

  constructor(private readonly all: RecordUploads<T>, private readonly name: string, readonly size: number, public begun?: Receipt<T>) {
    this.arrived = new Promise(settle => { this.#settle = settle; });
    this.#progress.max = 1;
    this.#progress.setAttribute("aria-label", this.#say("upload-of", { name }));
    this.#path.hidden = true;
    this.item = make("li", "upload", icon("file-text"), make("span", "upload-name", name), this.#actions, make("div", "upload-state", this.#progress, this.#path, this.#words));
    this.#state = begun ? "begun" : "waiting";
    this.#show(begun?.arrived ?? 0);
    if (begun?.state === "received") {
      this.begun = undefined; // there is nothing to go on with
      new ReceiptWatch(`${all.target.endpoint}/${begun.id}`, this.#hearing());
    } else if (begun) {
      this.#words.textContent = this.#say("upload-begun", { sent: sizeInWords(begun.arrived), size: sizeInWords(begun.length) });
      this.#progress.dataset["state"] = "paused";
      this.#offer(this.#button("x", "give-up", () => void this.#forget()));
    }
  }

  /** One that is being checked keeps no other back. */
  get isSending(): boolean { return this.#state === "going"; }

  get isWaiting(): boolean { return this.#state === "waiting"; }

  send(file: File): void {
    const { largest } = this.all.place;
    if (file.size === 0 || file.size > largest) {
      this.#fail(file.size === 0 ? this.#say("empty-file") : this.#say("too-large", { size: sizeInWords(file.size), largest: sizeInWords(largest) }));
      return;
    }
    this.#upload = new RecordUpload(file, this.all.target, this.#hearing(), this.begun);
    this.begun = undefined;
    this.#state = "waiting";
    this.#words.textContent = this.#say("upload-waiting");
    this.#offer(this.#button("x", "give-up", () => void this.#forget()));
  }

  #hearing(): Hearing<T> {
    return {
      sent: bytes => { this.#show(bytes); this.all.changed(); },
      away: () => { this.#words.textContent = this.#say("upload-away"); },
      checking: long => this.#checking(long),
      over: receipt => this.#over(receipt),
      arrived: () => this.#arrived(),
      refused: (reason: Refused) => this.#fail(reason.message || this.#say("upload-refused")),
    };
  }

  go(): void {
    this.#state = "going";
    delete this.#progress.dataset["state"];
    this.#show(this.sent);
    this.#offer(this.#button("pause", "pause", () => void this.#pause()), this.#button("x", "give-up", () => void this.#forget()));
    this.#upload?.start();
  }

  async #pause(): Promise<void> {
    this.#state = "paused";
    this.#progress.dataset["state"] = "paused";
    this.#words.textContent = this.#say("upload-paused", { sent: sizeInWords(this.sent), size: sizeInWords(this.size) });
    const again = this.#button("play", "go-on", () => { this.#state = "waiting"; this.all.changed(); });
    this.#offer(again, this.#button("x", "give-up", () => void this.#forget()));
    again.focus();
    await this.#upload?.pause();
    this.all.changed();
  }

  async #forget(): Promise<void> {
    this.#state = "over";
    this.#settle(false);
    this.all.remove(this);
    await (this.begun ? forgetBegun(this.all.target, this.begun.id) : this.#upload?.giveUp());
  }

  #checking(long: boolean): void {
    this.#state = "checking";
    this.#progress.hidden = true;
    this.#words.textContent = long ? this.#say("upload-checking") : "";
    this.#offer();
    this.#steps(1);
    this.all.changed();
  }

  #arrived(): void {
    this.#state = "over";
    this.#settle(true);
    this.#words.textContent = this.#say("upload-arrived");
    this.#offer(this.#button("x", "dismiss", () => this.all.remove(this)));
    this.all.changed();
  }

  #over(receipt: Receipt<T>): void {
    if (receipt.state === "refused") {
      this.#fail(receipt.reason ?? this.#say("upload-refused"));
      return;
    }
    this.#state = "over";
    this.#settle(true);
    this.#steps(3);
    this.#words.textContent = this.#say("upload-filed", { who: receipt.patient });
    this.#words.after(make("details", "", make("summary", "", this.#say("fingerprint")), make("code", "fingerprint", receipt.sha256 ?? "")));
    this.#offer(this.#button("x", "dismiss", () => this.all.remove(this)));
    this.item.dataset["tone"] = "ok";
    if (receipt.document) {
      this.all.place.filed(receipt.document);
    }
    this.all.changed();
  }

  #fail(sentence: string): void {
    this.#state = "over";
    this.#settle(false);
    this.#progress.hidden = this.#path.hidden = true;
    this.#words.textContent = sentence;
    this.#words.setAttribute("role", "alert");
    this.item.dataset["tone"] = "danger";
    this.#offer(this.#button("x", "dismiss", () => this.all.remove(this)));
    this.all.changed();
  }

  /** Received, checked, filed: the steps before `done` are. */
  #steps(done: number): void {
    this.#path.hidden = false;
    this.#path.replaceChildren(...["received", "checked", "filed"].map((step, at) => {
      const item = make("li", "", ...(at < done ? [icon("check")] : at === done ? [icon("shield-check")] : []), this.#say(at === done ? `step-${step}-now` : `step-${step}`));
      item.toggleAttribute("data-done", at < done);
      if (at === done) {
        item.setAttribute("aria-current", "step");
      }
      return item;
    }));
  }

  #show(sent: number): void {
    this.sent = sent;
    this.#progress.value = this.size ? sent / this.size : 0;
    this.#words.textContent = this.#say("sent-of", { sent: sizeInWords(sent), size: sizeInWords(this.size) });
  }

  #offer(...buttons: HTMLElement[]): void {
    this.#actions.replaceChildren(...buttons);
  }

  #say(key: string, values: Record<string, string> = {}): string {
    return this.all.place.texts.say(key, values);
  }

  #button(symbol: string, key: string, press: () => void): HTMLButtonElement {
    const button = make("button", "button quiet only-icon", icon(symbol), make("span", "visually-hidden", `${this.#say(key)} ${this.name}`));
    button.type = "button";
    button.dataset["act"] = key;
    button.addEventListener("click", press);
    return button;
  }
}
