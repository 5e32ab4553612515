import { all, fill, find, make } from "../lib/dom";
import { ask, Refused } from "../lib/http";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import type { VisitStatus } from "./contract";
import { withLine } from "./moments";
import { Draft, same, sectionNames, sectionsOf, type DraftState, type Note, type SaveAnswer, type Sections } from "./draft";

/** The SOAP note beside the picture: drafted when the call starts, saved as it is typed, signed by its author. */
export class SoapNote extends HTMLElement {
  #texts!: Texts;
  #times!: Times;
  #path = "";
  #draft: Draft | undefined;
  #status = "";
  #opening = false;
  #visit: VisitStatus = "waiting";
  #section: string = sectionNames[0];

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    this.addEventListener("input", () => this.#typed());
    this.addEventListener("click", event => this.#clicked(event));
    this.addEventListener("focusin", event => {
      if (event.target instanceof HTMLTextAreaElement) {
        this.#section = event.target.name;
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
    const area = this.#area(this.#section);
    area.value = withLine(area.value, line);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    this.#typed();
    return this.#draft.flush();
  }

  /** The visit's state changed: fetches the note, and drafts one once the call has started. */
  follow(encounterId: string, zone: string, status: VisitStatus): void {
    this.#path = `/api/encounters/${encounterId}/note`;
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
        this.#begin(await (asked === "active" ? ask<Note>("POST", this.#path, {}) : ask<Note>("GET", this.#path)));
      } catch (error) {
        if (!(error instanceof Refused && error.status === 404)) {
          this.#problem(this.#texts.say("note-not-reached"));
          await new Promise(resolve => setTimeout(resolve, 3000));
          asked = null;
        }
      }
    }
  }

  #begin(note: Note): void {
    this.#problem("");
    this.#draft = new Draft(note, (version, text) => this.#save(version, text), state => this.#show(state));
    this.#status = note.status;
    find(this, "[data-before]").hidden = true;
    find(this, "[data-sections]").hidden = false;
    this.#write(note);
    this.#lock(note);
    this.#show(this.#draft.state);
  }

  async #save(version: number, text: Sections): Promise<SaveAnswer> {
    try {
      const answer = await ask<{ version: number; savedAt: string }>("PUT", this.#path, { version, ...text }, { keepalive: true });
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
        this.#write(note);
        this.#lock(note);
      }
    }
  }

  #typed(): void {
    const typed = Object.fromEntries(sectionNames.map(name => [name, this.#area(name).value]));
    this.#draft?.type(typed as unknown as Sections);
  }

  #clicked(event: Event): void {
    switch ((event.target as Element).closest<HTMLElement>("[data-note]")?.dataset["note"]) {
      case "mine": void this.#draft?.keepMine(); break;
      case "theirs": this.#takeTheirs(); break;
      case "sign": this.#askToSign(); break;
    }
  }

  #takeTheirs(): void {
    const state = this.#draft?.state;
    if (state?.kind === "conflict") {
      this.#draft?.keepTheirs();
      this.#write(state.theirs);
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
    sectionNames.forEach(name => { this.#area(name).readOnly = locked; });
    find(this, "[data-note=sign]").hidden = locked;
    all(this, "note-moments").forEach(margin => { margin.hidden = locked; });
  }

  #offerAmendment(note: Note): void {
    const link = find<HTMLAnchorElement>(this, "[data-amend]");
    link.href = `/notes/${note.noteId}`;
    link.target = "_blank"; // the picture stays here
    link.hidden = false;
  }

  #show(state: DraftState): void {
    const key = state.kind === "clean" ? (this.#status === "signed" ? "note-signed" : state.savedAt ? "saved-at" : "note-empty") : `note-${state.kind}`;
    const time = state.kind === "clean" && state.savedAt ? this.#times.clock(state.savedAt) : "";
    fill(this, "saved", this.#texts.say(key, { time }));
    find(this, "[data-saved]").dataset["state"] = state.kind;
    const conflict = find(this, "[data-conflict]");
    conflict.hidden = state.kind !== "conflict";
    if (state.kind === "conflict") {
      this.#compare(state.theirs);
    }
  }

  /** Both texts, side by side, of the sections that differ. */
  #compare(theirs: Note): void {
    const mine = this.#draft?.text ?? sectionsOf(theirs);
    const rows = sectionNames.filter(name => mine[name] !== theirs[name]).flatMap(name => [
      make("dt", "", this.#texts.say(`section-${name}`)),
      make("dd", "", make("span", "note", this.#texts.say("yours")), make("p", "", mine[name] || "–")),
      make("dd", "", make("span", "note", this.#texts.say("theirs")), make("p", "", theirs[name] || "–")),
    ]);
    find(this, "[data-differences]").replaceChildren(...rows);
    if (same(mine, theirs)) {
      this.#draft?.keepTheirs();
    }
  }

  #write(note: Sections): void {
    sectionNames.forEach(name => { this.#area(name).value = note[name]; });
  }

  #area(name: string): HTMLTextAreaElement {
    return find(this, `textarea[name=${name}]`);
  }

  #problem(sentence: string): void {
    fill(this, "note-problem", sentence);
    all(this, "[data-problem]").forEach(alert => { alert.hidden = sentence === ""; });
  }
}
