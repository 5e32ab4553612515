import { all, fill, find, showOnly } from "../lib/dom";
import type { VisitState } from "./contract";
import type { DocumentDrop } from "./document-drop";
import type { SoapNote } from "./soap-note";

/** What lies beside the practitioner's picture: tabs, note, documents, chat. The picture never notices a change of tab. */
export class SidePanel {
  readonly #tabs: HTMLElement[];
  #opened = false;

  constructor(private readonly root: HTMLElement, visit: VisitState, private readonly read: () => void) {
    this.#tabs = all(root, "[role=tab]");
    for (const tab of this.#tabs) {
      tab.addEventListener("click", () => this.#choose(tab));
      tab.addEventListener("keydown", event => this.#arrow(event, tab));
    }
    this.follow(visit);
  }

  /** Whether the chat is what one looks at. */
  get reading(): boolean {
    return find(this.root, "#tab-chat").getAttribute("aria-selected") === "true";
  }

  /** Opens note and documents once the practitioner's own session is here; the draft begins with the call. */
  follow(visit: VisitState): void {
    const open = visit.account && visit.role === "practitioner";
    all(this.root, "[data-needs-account]").forEach(part => { part.hidden = open; });
    const note = find<SoapNote>(this.root, "soap-note");
    const documents = find<DocumentDrop>(this.root, "document-drop");
    note.hidden = documents.hidden = !open;
    if (open) {
      note.follow(visit.encounterId, visit.zone, visit.status);
      if (!this.#opened && visit.patientId) {
        this.#opened = true;
        documents.open(visit.patientId, visit.encounterId, visit.zone);
        documents.addEventListener("counted", event => fill(this.root, "document-count", String((event as CustomEvent<number>).detail || "")));
      }
    }
  }

  /** What the dialog at the end says about the note. */
  sayIn(dialog: HTMLElement): void {
    const note = find<SoapNote>(this.root, "soap-note");
    all(dialog, "[data-end-note]").forEach(line => { line.hidden = note.hidden; });
    fill(dialog, "end-note", note.standing);
  }

  #choose(tab: HTMLElement): void {
    for (const other of this.#tabs) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
    }
    showOnly(all(this.root, "[role=tabpanel]"), panel => panel.id === tab.getAttribute("aria-controls"));
    if (this.reading) {
      this.read();
    }
  }

  #arrow(event: KeyboardEvent, tab: HTMLElement): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const edge = { Home: 0, End: this.#tabs.length - 1 }[event.key];
    const index = edge ?? (step ? (this.#tabs.indexOf(tab) + step + this.#tabs.length) % this.#tabs.length : -1);
    const next = this.#tabs[index];
    if (next) {
      event.preventDefault();
      this.#choose(next);
      next.focus();
    }
  }
}
