import { find } from "./dom";
import { ask } from "./http";
import { drawQr } from "./qr";
import type { Receipt, Target } from "./record-upload";
import type { Texts } from "./texts";
import { Times } from "./time";

interface PhoneLink {
  id: string;
  url: string;
  qr: string[];
  endsAt: string;
}

interface PhoneState<T> {
  opened: boolean;
  over: boolean;
  files: Receipt<T>[];
}

const lookEvery = 2000;

/** "Add from your phone" below `root`: a QR code for one phone; what it sends is handed to `filed`, also after the dialog was closed. */
export function offerPhone<T>(root: HTMLElement, texts: Texts, target: Target, filed: (document: T) => void, zone: string): void {
  const dialog = find<HTMLDialogElement>(root, "[data-phone-dialog]");
  const phone = new Phone<T>(dialog, find(root, "[data-phone-state]"), texts, target, filed, zone);
  find(root, "[data-phone-open]").addEventListener("click", () => void phone.open());
  find(dialog, "[data-phone-end]").addEventListener("click", () => void phone.end());
  find(dialog, "[data-phone-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => phone.closed());
}

class Phone<T> {
  #link: PhoneLink | undefined;
  #seen = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #opened = false;

  constructor(private readonly dialog: HTMLDialogElement, private readonly outside: HTMLElement, private readonly texts: Texts,
    private readonly target: Target, private readonly filed: (document: T) => void, private readonly zone: string) {}

  async open(): Promise<void> {
    this.dialog.showModal();
    if (this.#link && this.#opened) {
      return;
    }
    this.#say(this.texts.say("phone-wait"));
    try {
      const encounter = this.target.encounter ? `?encounter=${this.target.encounter}` : "";
      this.#link = await ask<PhoneLink>("POST", `/api/patients/${this.target.patient}/phone-links${encounter}`, {});
      [this.#seen, this.#opened] = [new Set(), false];
      find(this.dialog, "[data-phone-qr]").replaceChildren(drawQr(this.#link.qr, this.texts.say("phone-qr")));
      find(this.dialog, "[data-phone-end]").hidden = true;
      this.#say(this.texts.say("phone-until", { time: this.#time(this.#link.endsAt) }));
      this.#again();
    } catch (error) {
      this.#say(error instanceof Error && error.message ? error.message : this.texts.say("phone-failed"));
    }
  }

  /** A code that nobody opened is worth nothing any more; a phone that is bound goes on. */
  closed(): void {
    find(this.dialog, "[data-phone-qr]").replaceChildren();
    if (!this.#opened) {
      void this.end();
    }
  }

  async end(): Promise<void> {
    const link = this.#link;
    clearTimeout(this.#timer);
    [this.#link, this.#opened] = [undefined, false];
    this.dialog.close();
    this.#outside("");
    if (link) {
      await ask("DELETE", `/api/phone-links/${link.id}`).catch(() => undefined);
    }
  }

  #again(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), lookEvery);
  }

  async #look(): Promise<void> {
    const link = this.#link;
    if (!link) {
      return;
    }
    const state = await ask<PhoneState<T>>("GET", `/api/phone-links/${link.id}`).catch(() => undefined);
    if (link !== this.#link) {
      return;
    }
    if (state) {
      this.#show(state);
    }
    if (!state?.over) {
      this.#again();
    }
  }

  #show(state: PhoneState<T>): void {
    if (state.opened && !this.#opened) {
      this.#opened = true;
      find(this.dialog, "[data-phone-qr]").replaceChildren();
      find(this.dialog, "[data-phone-end]").hidden = false;
    }
    for (const file of state.files.filter(file => file.document && !this.#seen.has(file.id))) {
      this.#seen.add(file.id);
      this.filed(file.document as T);
    }
    if (state.over) {
      this.#say(this.texts.say("phone-over"));
      this.#outside("");
      [this.#link, this.#opened] = [undefined, false];
    } else if (this.#opened) {
      const words = this.#seen.size > 0 ? this.texts.say("phone-files", { files: this.#seen.size }) : this.texts.say("phone-opened");
      this.#say(words);
      this.#outside(words);
    }
  }

  #say(words: string): void {
    const place = find(this.dialog, "[data-phone-say]");
    if (place.textContent !== words) {
      place.textContent = words;
    }
  }

  #outside(words: string): void {
    if (this.outside.textContent !== words) {
      this.outside.textContent = words;
    }
  }

  #time(at: string): string {
    return new Times(document.documentElement.lang, this.zone, false).clock(at);
  }
}
