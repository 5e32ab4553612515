import { all, fill, find, showOnly } from "../lib/dom";
import type { Chat } from "./chat";
import type { VisitState } from "./contract";
import type { DocumentDrop } from "./document-drop";
import type { MeasurePanel } from "./measure-panel";
import type { NoteMoments } from "./note-moments";
import type { SoapNote } from "./soap-note";

/** What lies beside the practitioner's picture: tabs, note, documents, chat. The picture never notices a change of tab. */
export class SidePanel {
  readonly #tabs: HTMLElement[];
  #opened = false;
  #known = { lines: 0, files: 0 };

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
    const measures = find<MeasurePanel>(this.root, "measure-panel");
    note.hidden = documents.hidden = measures.hidden = !open;
    if (open) {
      note.follow(visit.encounterId, visit.zone, visit.status);
      find<NoteMoments>(this.root, "note-moments").follow(visit.encounterId, visit.zone, visit.status);
      if (!this.#opened && visit.patientId) {
        this.#opened = true;
        documents.open(visit.patientId, visit.encounterId, visit.zone);
        measures.open(visit.patientId, visit.encounterId);
        documents.addEventListener("counted", event => fill(this.root, "document-count", String((event as CustomEvent<number>).detail || "")));
      }
    }
  }

  /** Lines came: a file among them lies in the documents now, a clinical word in one is a moment for the note. */
  heard(chat: Chat): void {
    const stored = chat.lines.filter(line => line.id !== undefined);
    const files = stored.filter(line => line.file).length;
    if (files > this.#known.files) {
      find<DocumentDrop>(this.root, "document-drop").reload();
    }
    if (stored.length > this.#known.lines) {
      find<NoteMoments>(this.root, "note-moments").refresh();
    }
    this.#known = { lines: stored.length, files };
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
