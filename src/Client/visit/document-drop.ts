import { fill, find, icon, make } from "../lib/dom";
import { onFiles } from "../lib/drop-zone";
import { typeOf } from "../lib/file-type";
import { ask } from "../lib/http";
import { offerPhone } from "../lib/phone-dialog";
import { RecordUploads } from "../lib/record-uploads";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import { sizeInWords } from "../lib/upload-row";

interface Filed {
  id: string;
  title: string;
  kind: string;
  contentType: string;
  length: number;
  addedAt: string;
  by: string;
  source: "upload" | "uploadByPatient" | "chatByPractitioner" | "chatByPatient";
  shared: boolean;
  mayDelete: boolean;
  mayShare: boolean;
  inError: { at: string; by: string; because: string } | null;
}

/** Documents beside the call: drop or choose, several at once, each with its progress; share, open, delete. */
export class DocumentDrop extends HTMLElement {
  #texts!: Texts;
  #times!: Times;
  #patient = "";
  #uploads: RecordUploads<Filed> | undefined;
  #documents: Filed[] = [];

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    onFiles(this, files => this.#uploads?.take(files ?? []));
  }

  open(patientId: string, encounterId: string, timeZone: string): void {
    this.#patient = patientId;
    this.#times = new Times(document.documentElement.lang, timeZone, false);
    const target = { endpoint: "/api/uploads", patient: patientId, encounter: encounterId };
    this.#uploads = new RecordUploads<Filed>({
      root: this, texts: this.#texts, largest: Number(this.dataset["largest"]),
      filed: document => this.#show([document, ...this.#documents]),
      changed: () => { find(this, "[data-uploads-part]").hidden = find(this, "[data-uploads]").childElementCount === 0; },
    }, target);
    void this.#uploads.remember();
    offerPhone<Filed>(this, this.#texts, target, filed => this.#show([filed, ...this.#documents.filter(other => other.id !== filed.id)]), timeZone);
    void this.#load();
  }

  /** A document came by another way: the chat. */
  reload(): void {
    if (this.#patient) {
      void this.#load();
    }
  }

  async #load(): Promise<void> {
    try {
      this.#show(await ask<Filed[]>("GET", `/api/patients/${this.#patient}/documents`));
    } catch {
      setTimeout(() => void this.#load(), 3000);
    }
  }

  #show(documents: Filed[]): void {
    this.#documents = documents;
    this.#draw();
  }

  #draw(): void {
    find(this, "[data-list]").replaceChildren(...this.#documents.map(document => this.#line(document)));
    find(this, "[data-none]").hidden = this.#documents.length > 0;
    this.dispatchEvent(new CustomEvent("counted", { detail: this.#documents.length }));
  }

  #line(filed: Filed): HTMLElement {
    const name = make("a", "document-name", filed.inError ? make("del", "", filed.title) : filed.title);
    name.href = `/documents/${filed.id}/view`;
    name.target = "_blank";
    name.rel = "noopener";
    const type = this.#texts.say(`type-${typeOf(filed.contentType)}`);
    const note = make("p", "note", `${this.#by(filed)}, ${this.#times.day(filed.addedAt)}, ${type}, ${sizeInWords(filed.length)}`);
    if (filed.inError) {
      note.prepend(make("strong", "", this.#texts.say("in-error", { because: filed.inError.because })), " ");
    }
    const actions = make("div", "document-actions");
    if (filed.mayShare) {
      const share = make("button", "button quiet", icon("share-2"), this.#texts.say(filed.shared ? "shared" : "share"));
      share.type = "button";
      share.setAttribute("aria-pressed", String(filed.shared));
      share.setAttribute("aria-label", this.#texts.say("share-with-patient", { name: filed.title }));
      share.addEventListener("click", () => void this.#share(filed));
      actions.append(share);
    }
    if (filed.mayDelete) {
      actions.append(this.#button("trash-2", this.#texts.say("delete-named", { name: filed.title }), () => this.#askToDelete(filed)));
    }
    return make("li", "document-line", make("div", "grow", name, note), actions);
  }

  #by(filed: Filed): string {
    const words = { upload: undefined, uploadByPatient: "by-patient", chatByPatient: "by-patient-in-chat", chatByPractitioner: "by-practitioner-in-chat" }[filed.source];
    return words ? this.#texts.say(words, { who: filed.by }) : filed.by;
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
    fill(dialog, "delete-name", this.#texts.say("delete-meaning", { name: filed.title }));
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
}
