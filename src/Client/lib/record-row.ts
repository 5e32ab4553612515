import { icon, make } from "./dom";
import type { Refused } from "./http";
import { isLargePhoto, smaller } from "./photo";
import { forgetBegun, ReceiptWatch, RecordUpload, type Hearing, type Receipt } from "./record-upload";
import type { RecordUploads } from "./record-uploads";
import { sizeInWords } from "./upload-row";

type State = "begun" | "waiting" | "going" | "paused" | "shrinking" | "checking" | "over";

/** One file, from the drop to its place in the record; it stays to be read until it is dismissed. */
export class Row<T> {
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

  /** Of a large photo, until all of it is there. */
  #photo: File | undefined;

  constructor(private readonly all: RecordUploads<T>, private name: string, public size: number, public begun?: Receipt<T>) {
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
    this.#photo = isLargePhoto(file) ? file : undefined;
    if (file.size === 0 || file.size > largest) {
      this.#fail(file.size === 0 ? this.#say("empty-file") : this.#say("too-large", { size: sizeInWords(file.size), largest: sizeInWords(largest) }));
      return;
    }
    this.#upload = new RecordUpload(file, this.all.target, this.#hearing(), this.begun);
    this.begun = undefined;
    this.#state = "waiting";
    this.#words.textContent = this.#say("upload-waiting");
    this.#offer(this.#button("x", "give-up", () => void this.#forget()));
    this.#offerSmaller();
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

  /** As it is, a photo is on its way at once; whoever is in a hurry, or has one above the limit, may send it smaller instead. */
  #offerSmaller(): void {
    const button = make("button", "button quiet", icon("image"), this.#say("smaller"), make("span", "visually-hidden", this.name));
    button.type = "button";
    button.dataset["act"] = "smaller";
    button.addEventListener("click", () => void this.#shrink());
    this.item.querySelector("[data-act=smaller]")?.remove();
    if (this.#photo) {
      this.#words.after(button);
    }
  }

  async #shrink(): Promise<void> {
    const photo = this.#photo!;
    this.#photo = undefined;
    this.#offerSmaller();
    this.#state = "shrinking";
    this.#words.textContent = this.#say("shrinking");
    this.#words.removeAttribute("role");
    this.#offer();
    await this.#upload?.giveUp();
    const file = await smaller(photo);
    this.#progress.hidden = false;
    delete this.item.dataset["tone"];
    this.size = file.size;
    this.name = this.item.querySelector(".upload-name")!.textContent = file.name;
    this.send(file);
    this.#photo = undefined; // smaller than this it does not get
    this.#offerSmaller();
    this.all.changed();
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
    this.#photo = undefined;
    this.#offerSmaller();
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
    this.#offerSmaller();
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
