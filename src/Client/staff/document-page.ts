import { find, icon, make } from "../lib/dom";
import { onFiles } from "../lib/drop-zone";
import { Refused } from "../lib/http";
import { Texts } from "../lib/texts";
import { largestFile, upload } from "../lib/upload";

/** Adds documents to a patient's page: several at once, each with its progress; the page then shows them itself. */
export class DocumentPage extends HTMLElement {
  #texts!: Texts;
  #sending = 0;
  #filed = false;

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    onFiles(this, files => [...files ?? []].forEach(file => void this.#send(file)));
    this.hidden = false;
  }

  async #send(file: File): Promise<void> {
    const progress = make("progress");
    progress.value = 0;
    progress.setAttribute("aria-label", this.#texts.say("upload-of", { name: file.name }));
    const words = make("span");
    const actions = make("span", "upload-actions");
    const item = make("li", "upload", icon("file-text"), make("span", "upload-name", file.name), actions, make("div", "upload-state", progress, words));
    const list = find(this, "[data-uploads]");
    list.append(item);
    list.hidden = false;
    const refused = file.size === 0 ? this.#texts.say("empty-file") : file.size > largestFile ? this.#texts.say("too-large", { size: this.#size(file.size) }) : "";
    if (refused) {
      this.#fail(item, progress, words, actions, refused);
      return;
    }
    this.#sending++;
    try {
      await upload(`/api/patients/${this.dataset["patient"]}/documents?name=${encodeURIComponent(file.name)}&kind=other`, file, sent => {
        progress.value = sent / file.size;
        words.textContent = this.#texts.say("sent-of", { sent: this.#size(sent), size: this.#size(file.size) });
      });
      this.#filed = true;
      item.remove();
    } catch (error) {
      this.#fail(item, progress, words, actions, error instanceof Refused ? error.message || this.#texts.say("upload-refused") : this.#texts.say("upload-broken"));
    }
    this.#sending--;
    this.#settle();
  }

  #fail(item: HTMLElement, progress: HTMLElement, words: HTMLElement, actions: HTMLElement, sentence: string): void {
    progress.hidden = true;
    words.textContent = sentence;
    words.setAttribute("role", "alert");
    item.dataset["tone"] = "danger";
    const close = make("button", "button quiet only-icon", icon("x"), make("span", "visually-hidden", this.#texts.say("dismiss")));
    close.type = "button";
    close.addEventListener("click", () => {
      item.remove();
      this.#settle();
    });
    actions.replaceChildren(close);
  }

  /** Nothing on its way and no refusal left to read: the page is asked anew, and lists what was filed. */
  #settle(): void {
    const left = find(this, "[data-uploads]").childElementCount;
    find(this, "[data-uploads]").hidden = left === 0;
    if (this.#filed && this.#sending === 0 && left === 0) {
      location.reload();
    }
  }

  #size(bytes: number): string {
    const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
    return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }
}
