import { all, fill, find } from "../lib/dom";
import { ask, Refused } from "../lib/http";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import { Vault } from "../lib/vault";
import type { VisitStatus } from "./contract";
import { withLine } from "./moments";
import { Draft, type DraftState, type SaveAnswer, type Unsaved } from "./draft";
import { showConflict } from "./note-conflict";
import { bodyOf, detailNames, fieldNames, sectionNames, type FieldName, type Fields, type Note, type Sections } from "./note-fields";
import { NoteTemplates, withTemplate } from "./note-templates";

type FieldElement = HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement;

/** The SOAP note beside the picture: drafted when the call starts, saved as it is typed, signed by its author. */
export class SoapNote extends HTMLElement {
  #texts!: Texts;
  #times!: Times;
  #path = "";
  #draft: Draft | undefined;
  #status = "";
  #opening = false;
  #visit: VisitStatus = "waiting";
  #vault!: Vault<Unsaved>;
  #templates!: NoteTemplates;
  #section: FieldName = sectionNames[0];

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    this.#templates = new NoteTemplates(this, template => this.#put(withTemplate(this.#fields(), template)));
    this.addEventListener("input", () => this.#typed());
    this.addEventListener("click", event => this.#clicked(event));
    this.addEventListener("focusin", event => {
      if (event.target instanceof HTMLTextAreaElement) {
        this.#section = event.target.name as FieldName;
      }
    });
    addEventListener("pagehide", () => void this.#draft?.flush());
    addEventListener("beforeunload", event => {
      if (this.#draft && this.#draft.state.kind !== "clean") {
        event.preventDefault();
      }
    });
    document.addEventListener("visibilitychange", () => void this.#look());
  }

  /** Writes a line of its own at the end of the section that one last wrote in; true once it is saved. */
  async insert(line: string): Promise<boolean> {
    if (!this.#draft || this.#status !== "draft") {
      return false;
    }
    const area = this.#field(this.#section) as HTMLTextAreaElement;
    area.value = withLine(area.value, line);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    this.#typed();
    return this.#draft.flush();
  }

  /** The visit's state changed: fetches the note, and drafts one once the call has started. */
  follow(encounterId: string, zone: string, status: VisitStatus): void {
    this.#path = `/api/encounters/${encounterId}/note`;
    this.#vault ??= new Vault<Unsaved>(this.#path);
    this.#times ??= new Times(document.documentElement.lang, zone, false);
    this.#visit = status;
    if (!this.#draft && !this.#opening) {
      this.#opening = true;
      void this.#open().finally(() => { this.#opening = false; });
    }
  }

  /** Looks for the note until it is there, or until nothing more can be expected of this state of the visit. */
  async #open(): Promise<void> {
    for (let asked: VisitStatus | null = null; !this.#draft && asked !== this.#visit;) {
      asked = this.#visit; // it may go on to "active" while the server answers
      try {
        await this.#begin(await (asked === "active" ? ask<Note>("POST", this.#path, {}) : ask<Note>("GET", this.#path)));
      } catch (error) {
        if (!(error instanceof Refused && error.status === 404)) {
          this.#problem(this.#texts.say("note-not-reached"));
          await new Promise(resolve => setTimeout(resolve, 3000));
          asked = null;
        }
      }
    }
  }

  async #begin(note: Note): Promise<void> {
    const unsaved = await this.#vault.load();
    this.#problem("");
    const draft = this.#draft = new Draft(note, {
      save: (version, text) => this.#save(version, text), changed: state => this.#show(draft, state), keep: typed => this.#vault.keep(typed),
    });
    this.#status = note.status;
    find(this, "[data-before]").hidden = true;
    find(this, "[data-sections]").hidden = false;
    this.#lock(note);
    this.#show(draft, draft.state);
    if (unsaved) {
      draft.restore(unsaved);
    }
    if (note.status === "draft") {
      await this.#templates.offer(this.#path);
    }
  }

  async #save(version: number, text: Fields): Promise<SaveAnswer> {
    try {
      const answer = await ask<{ version: number; savedAt: string }>("PUT", this.#path, { version, ...bodyOf(text) }, { keepalive: true });
      return { saved: true, ...answer };
    } catch (error) {
      if (error instanceof Refused && error.status === 409) {
        return { saved: false, theirs: error.body as Note };
      }
      if (error instanceof Refused && error.status < 500) {
        this.#problem(error.message || this.#texts.say("note-refused"));
      }
      throw error;
    }
  }

  /** Back in this tab: what another tab saved is shown, unless something here is unsaved. */
  async #look(): Promise<void> {
    const draft = this.#draft;
    if (document.visibilityState === "hidden") {
      await draft?.flush();
    } else if (draft?.state.kind === "clean" && this.#status === "draft") {
      const note = await ask<Note>("GET", this.#path).catch(() => undefined);
      if (note && note.version !== draft.version && draft.state.kind === "clean") {
        draft.adopt(note);
        this.#lock(note);
      }
    }
  }

  #typed(): void {
    this.#draft?.type(this.#fields());
  }

  #put(sections: Sections): void {
    sectionNames.forEach(name => { this.#field(name).value = sections[name]; });
    this.#typed();
  }

  #clicked(event: Event): void {
    switch ((event.target as Element).closest<HTMLElement>("[data-note]")?.dataset["note"]) {
      case "mine": void this.#draft?.keepMine(false); break;
      case "both": void this.#draft?.keepMine(true); break;
      case "theirs": this.#takeTheirs(); break;
      case "sign": this.#askToSign(); break;
    }
  }

  #takeTheirs(): void {
    const state = this.#draft?.state;
    if (state?.kind === "conflict") {
      this.#draft?.keepTheirs();
      this.#lock(state.theirs);
    }
  }

  #askToSign(): void {
    const dialog = find<HTMLDialogElement>(this, "[data-sign-dialog]");
    dialog.returnValue = "back";
    dialog.onclose = () => {
      if (dialog.returnValue === "sign") {
        void this.#sign();
      }
    };
    dialog.showModal();
  }

  async #sign(): Promise<void> {
    const draft = this.#draft;
    if (!draft || !await draft.flush()) {
      return; // the conflict, or that it is not saved, is on the screen
    }
    try {
      const signed = await ask<{ status: string; signedAt: string }>("POST", `${this.#path}/signature`, { version: draft.version });
      this.#problem("");
      this.#status = signed.status;
      this.#setLocked(true);
      fill(this, "saved", this.#texts.say("signed-at", { time: this.#times.clock(signed.signedAt) }));
      await ask<Note>("GET", this.#path).then(note => this.#offerAmendment(note)).catch(() => undefined);
    } catch (error) {
      this.#problem(error instanceof Refused && error.message ? error.message : this.#texts.say("sign-not-reached"));
    }
  }

  #lock(note: Note): void {
    this.#status = note.status;
    this.#setLocked(note.status !== "draft");
    if (note.status !== "draft") {
      this.#offerAmendment(note);
    }
  }

  #setLocked(locked: boolean): void {
    sectionNames.forEach(name => { (this.#field(name) as HTMLTextAreaElement).readOnly = locked; });
    detailNames.forEach(name => { this.#field(name).disabled = locked; });
    all(this, "[data-note=sign], [data-note-tools]").forEach(tool => { tool.hidden = locked; });
    all(this, "note-moments").forEach(margin => { margin.hidden = locked; });
  }

  #offerAmendment(note: Note): void {
    const link = find<HTMLAnchorElement>(this, "[data-amend]");
    link.href = `/notes/${note.noteId}`;
    link.target = "_blank"; // the picture stays here
    link.hidden = false;
  }

  /** Says how the draft stands, and shows what came of a merge in the fields. */
  #show(draft: Draft, state: DraftState): void {
    this.#write(draft.text);
    const key = state.kind === "clean" ? (this.#status === "signed" ? "note-signed" : state.savedAt ? "saved-at" : "note-empty") : `note-${state.kind}`;
    const time = state.kind === "clean" && state.savedAt ? this.#times.clock(state.savedAt) : "";
    fill(this, "saved", this.#texts.say(key, { time }));
    find(this, "[data-saved]").dataset["state"] = state.kind;
    const conflict = find(this, "[data-conflict]");
    conflict.hidden = state.kind !== "conflict";
    if (state.kind === "conflict") {
      showConflict(conflict, this.#texts, draft.text, state.theirs, state.open);
    }
  }

  #fields(): Fields {
    return Object.fromEntries(fieldNames.map(name => [name, this.#field(name).value])) as Fields;
  }

  /** Only what differs: the caret stays where one types. */
  #write(fields: Fields): void {
    fieldNames.filter(name => this.#field(name).value !== fields[name]).forEach(name => { this.#field(name).value = fields[name]; });
  }

  #field(name: FieldName): FieldElement {
    return find<FieldElement>(this, `[name=${name}]`);
  }

  #problem(sentence: string): void {
    fill(this, "note-problem", sentence);
    all(this, "[data-problem]").forEach(alert => { alert.hidden = sentence === ""; });
  }
}
