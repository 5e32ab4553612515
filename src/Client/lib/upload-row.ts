import { icon, make } from "./dom";
import { Refused } from "./http";
import type { Texts } from "./texts";
import { upload } from "./upload";

/** Where files on their way are shown. */
export interface UploadPlace {
  list: HTMLElement;
  texts: Texts;
  /** The largest file that the server takes, in bytes, inclusive. */
  largest: number;
  /** A row came or went. */
  changed(): void;
}

/**
 * Sends a file, with a row of its own in the list meanwhile. A row that failed stays, with the reason, until it is dismissed or tried
 * again; `data-lost` marks those that only the network kept.
 */
export async function sendFile<T>(place: UploadPlace, file: File, address: string, filed: (answer: T) => void): Promise<void> {
  const { texts, largest } = place;
  const row = new UploadRow(place, file.name);
  if (file.size === 0 || file.size > largest) {
    row.fail(file.size === 0 ? texts.say("empty-file") : texts.say("too-large", { size: sizeInWords(file.size), largest: sizeInWords(largest) }));
    return;
  }
  try {
    const answer = await upload<T>(address, file, sent => row.show(sent, file.size));
    row.remove();
    filed(answer);
  } catch (error) {
    const refused = error instanceof Refused;
    row.item.toggleAttribute("data-lost", !refused);
    row.fail(refused ? error.message || texts.say("upload-refused") : texts.say("upload-broken"), () => void sendFile(place, file, address, filed));
  }
}

/** In units of 1000, as the server writes them. */
export function sizeInWords(bytes: number): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

class UploadRow {
  readonly item: HTMLElement;
  readonly #progress = make("progress");
  readonly #words = make("span");
  readonly #actions = make("span", "upload-actions");

  constructor(private readonly place: UploadPlace, name: string) {
    this.#progress.max = 1;
    this.#progress.value = 0;
    this.#progress.setAttribute("aria-label", place.texts.say("upload-of", { name }));
    const state = make("div", "upload-state", this.#progress, this.#words);
    this.item = make("li", "upload", icon("file-text"), make("span", "upload-name", name), this.#actions, state);
    place.list.append(this.item);
    place.changed();
  }

  show(sent: number, size: number): void {
    this.#progress.value = sent / size;
    this.#words.textContent = this.place.texts.say("sent-of", { sent: sizeInWords(sent), size: sizeInWords(size) });
  }

  fail(sentence: string, again?: () => void): void {
    this.#progress.hidden = true;
    this.#words.textContent = sentence;
    this.#words.setAttribute("role", "alert");
    this.item.dataset["tone"] = "danger";
    const close = this.#button("x", "dismiss", () => this.remove());
    if (again) {
      // The new row first: a list that is empty for a moment looks like one in which all is done.
      const button = this.#button("refresh-cw", "try-again", () => { again(); this.remove(); });
      button.dataset["again"] = "";
      this.#actions.append(button);
    }
    this.#actions.append(close);
  }

  remove(): void {
    this.item.remove();
    this.place.changed();
  }

  #button(symbol: string, key: string, press: () => void): HTMLButtonElement {
    const button = make("button", "button quiet only-icon", icon(symbol), make("span", "visually-hidden", this.place.texts.say(key)));
    button.type = "button";
    button.addEventListener("click", press);
    return button;
  }
}
