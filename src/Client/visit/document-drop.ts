import { fill, find, icon, make } from "../lib/dom";
import { onFiles } from "../lib/drop-zone";
import { ask, Refused } from "../lib/http";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import { largestFile, upload } from "../lib/upload";

interface Filed {
  id: string;
  fileName: string;
  kind: string;
  contentType: string;
  length: number;
  addedAt: string;
  by: string;
  shared: boolean;
  mayDelete: boolean;
  mayShare: boolean;
}

/** One file on its way. */
interface Row {
  item: HTMLElement;
  progress: HTMLProgressElement;
  words: HTMLElement;
  actions: HTMLElement;
}

/** Documents beside the call: drop or choose, several at once, each with its progress; share, open, delete. */
export class DocumentDrop extends HTMLElement {
  #texts!: Texts;
  #times!: Times;
  #patient = "";
  #encounter = "";
  #documents: Filed[] = [];

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    onFiles(this, files => this.#take(files));
  }

  open(patientId: string, encounterId: string, timeZone: string): void {
    this.#patient = patientId;
    this.#encounter = encounterId;
    this.#times = new Times(document.documentElement.lang, timeZone, false);
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.#documents = await ask<Filed[]>("GET", `/api/patients/${this.#patient}/documents`);
      this.#draw();
    } catch {
      setTimeout(() => void this.#load(), 3000);
    }
  }

  #take(files: FileList | null): void {
    for (const file of files ?? []) {
      void this.#upload(file);
    }
  }

  async #upload(file: File): Promise<void> {
    const row = this.#row(file.name);
    if (file.size > largestFile) {
      this.#fail(row, this.#texts.say("too-large", { size: this.#size(file.size) }));
      return;
    }
    if (file.size === 0) {
      this.#fail(row, this.#texts.say("empty-file"));
      return;
    }
    const address = `/api/patients/${this.#patient}/documents?name=${encodeURIComponent(file.name)}&kind=other&encounter=${this.#encounter}`;
    try {
      const filed = await upload<Filed>(address, file, sent => {
        row.progress.value = sent / file.size;
        row.words.textContent = this.#texts.say("sent-of", { sent: this.#size(sent), size: this.#size(file.size) });
      });
      row.item.remove();
      find(this, "[data-uploads-part]").hidden = find(this, "[data-uploads]").childElementCount === 0;
      this.#documents = [filed, ...this.#documents];
      this.#draw();
    } catch (error) {
      const sentence = error instanceof Refused ? error.message || this.#texts.say("upload-refused") : this.#texts.say("upload-broken");
      this.#fail(row, sentence, () => void this.#upload(file));
    }
  }

  #row(name: string): Row {
    const progress = make("progress");
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", this.#texts.say("upload-of", { name }));
    const words = make("span");
    const state = make("div", "upload-state", progress, words);
    const actions = make("span", "upload-actions");
    const item = make("li", "upload", icon("file-text"), make("span", "upload-name", name), actions, state);
    find(this, "[data-uploads]").append(item);
    find(this, "[data-uploads-part]").hidden = false;
    return { item, progress, words, actions };
  }

  #fail(row: Row, sentence: string, again?: () => void): void {
    row.progress.hidden = true;
    row.words.textContent = sentence;
    row.words.setAttribute("role", "alert");
    row.item.dataset["tone"] = "danger";
    const close = this.#button("x", this.#texts.say("dismiss"), () => {
      row.item.remove();
      find(this, "[data-uploads-part]").hidden = find(this, "[data-uploads]").childElementCount === 0;
    });
    row.actions.replaceChildren(...again ? [this.#button("refresh-cw", this.#texts.say("try-again"), () => { row.item.remove(); again(); })] : [], close);
  }

  #draw(): void {
    find(this, "[data-list]").replaceChildren(...this.#documents.map(document => this.#line(document)));
    find(this, "[data-none]").hidden = this.#documents.length > 0;
    this.dispatchEvent(new CustomEvent("counted", { detail: this.#documents.length }));
  }

  #line(filed: Filed): HTMLElement {
    const name = make("a", "document-name", filed.fileName);
    name.href = `/documents/${filed.id}`;
    name.target = "_blank";
    name.rel = "noopener";
    const note = make("p", "note", `${filed.by}, ${this.#times.day(filed.addedAt)}, ${this.#size(filed.length)}`);
    const actions = make("div", "document-actions");
    if (filed.mayShare) {
      const share = make("button", "button quiet", icon("share-2"), this.#texts.say(filed.shared ? "shared" : "share"));
      share.type = "button";
      share.setAttribute("aria-pressed", String(filed.shared));
      share.setAttribute("aria-label", this.#texts.say("share-with-patient", { name: filed.fileName }));
      share.addEventListener("click", () => void this.#share(filed));
      actions.append(share);
    }
    if (filed.mayDelete) {
      actions.append(this.#button("trash-2", this.#texts.say("delete-named", { name: filed.fileName }), () => this.#askToDelete(filed)));
    }
    return make("li", "document-line", make("div", "grow", name, note), actions);
  }

  async #share(filed: Filed): Promise<void> {
    try {
      await ask(filed.shared ? "DELETE" : "PUT", `/api/documents/${filed.id}/sharing`, filed.shared ? undefined : {});
    } finally {
      await this.#load();
    }
  }

  #askToDelete(filed: Filed): void {
    const dialog = find<HTMLDialogElement>(this, "[data-delete-dialog]");
    fill(dialog, "delete-name", this.#texts.say("delete-meaning", { name: filed.fileName }));
    dialog.returnValue = "back";
    dialog.onclose = () => {
      if (dialog.returnValue === "delete") {
        void ask("DELETE", `/api/documents/${filed.id}`).catch(() => undefined).finally(() => void this.#load());
      }
    };
    dialog.showModal();
  }

  #button(symbol: string, words: string, press: () => void): HTMLButtonElement {
    const button = make("button", "button quiet only-icon", icon(symbol), make("span", "visually-hidden", words));
    button.type = "button";
    button.addEventListener("click", press);
    return button;
  }

  #size(bytes: number): string {
    const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
    return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }
}
