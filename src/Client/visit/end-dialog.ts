import { all, fill, find } from "../lib/dom";
import { Refused } from "../lib/http";
import type { Texts } from "../lib/texts";
import type { Times } from "../lib/time";
import { professionalWords, readClosing, sendClosing, type Closing } from "./closing";
import type { IncidentLine } from "./contract";
import { incidentWords } from "./incident-words";
import type { Room } from "./room";

/**
 * The question before a visit ends for both, with the five things that its record must hold; asked again afterwards while they are owed.
 * Whoever came by link alone, or whose call never began, only ends.
 */
export class EndDialog {
  readonly #dialog: HTMLDialogElement;
  readonly #form: HTMLFormElement;
  #encounter: string | null = null;
  #incidents = 0;
  #times: Times | undefined;

  constructor(room: HTMLElement, private readonly texts: Texts, private readonly chosen: (choice: "end" | "leave" | "closed") => void) {
    this.#dialog = find<HTMLDialogElement>(room, "[data-end-dialog]");
    this.#form = find<HTMLFormElement>(this.#dialog, "form");
    this.#form.addEventListener("submit", event => { event.preventDefault(); void this.#finish(); });
    all(this.#form, "[data-end-choice]").forEach(button => button.addEventListener("click", () => {
      this.#dialog.close();
      if (button.dataset["endChoice"] === "leave") {
        this.chosen("leave");
      }
    }));
    for (const [none, field] of [["noActs", "acts"], ["noNumber", "number"]] as const) {
      this.#box(none).addEventListener("change", () => { if (this.#box(none).checked) { this.#field(field).value = ""; } });
      this.#field(field).addEventListener("input", () => { this.#box(none).checked &&= this.#field(field).value === ""; });
    }
  }

  /** @param incidents Asked for whoever came by link alone: nothing is stated, but told. */
  async ask(room: Room, now: Date, times: Times, incidents: () => Promise<IncidentLine[]> | undefined): Promise<void> {
    const { visit, startedAt, ended } = room;
    this.#times = times;
    this.#encounter = visit?.account && startedAt ? visit.encounterId : null;
    fill(this.#dialog, "end-meaning", this.texts.say(ended ? "end-completing" : this.#encounter ? "end-closing" : startedAt ? "end-by-link" : "end-plain"));
    fill(this.#dialog, "end-press", this.texts.say(ended ? "complete-press" : "end-press"));
    fill(this.#dialog, "end-error", "");
    find<HTMLElement>(this.#dialog, "[data-end-choice=leave]").hidden = ended !== null;
    all(this.#dialog, "[data-statement]").forEach(line => { line.hidden = this.#encounter === null; });
    all(this.#dialog, "[data-missing]").forEach(missing => { missing.hidden = true; });
    this.#time(startedAt, now);
    if (this.#encounter) {
      await this.#look(this.#encounter);
    } else if (startedAt) {
      find<HTMLElement>(this.#dialog, "[data-end-incidents]").hidden = false;
      fill(this.#dialog, "end-incidents", await Promise.resolve(incidents() ?? []).then(
        lines => incidentWords(lines, this.texts, times), () => this.texts.say("incidents-unknown")));
    }
    this.#dialog.showModal();
  }

  #time(started: string | null | undefined, until: Date | string): void {
    fill(this.#dialog, "end-time", started && this.#times
      ? this.texts.say("end-from-to", { day: this.#times.day(started), from: this.#times.clock(started), to: this.#times.clock(until) })
      : this.texts.say("end-not-started"));
  }

  async #look(encounter: string): Promise<void> {
    try {
      this.#show(await readClosing(encounter));
    } catch {
      fill(this.#dialog, "end-error", this.texts.say("end-failed"));
    }
  }

  #show(closing: Closing): void {
    this.#incidents = closing.incidents.length;
    this.#none("report", closing.report === "none");
    this.#none("professional", !closing.number);
    fill(this.#dialog, "end-report", this.texts.say(`report-${closing.report}`));
    fill(this.#dialog, "end-professional", professionalWords(closing, this.texts));
    fill(this.#dialog, "end-incidents", this.#times ? incidentWords(closing.incidents, this.texts, this.#times) : "");
    if (closing.endedAt) {
      this.#time(closing.startedAt, closing.endedAt);
    }
  }

  /** What must be stated only where there is none. */
  #none(statement: string, none: boolean): void {
    all(this.#dialog, `[data-statement=${statement}] [data-when-none]`).forEach(part => { part.hidden = !none; });
  }

  async #finish(): Promise<void> {
    if (!this.#encounter) {
      this.#dialog.close();
      this.chosen("end");
      return;
    }
    fill(this.#dialog, "end-error", "");
    const button = find<HTMLButtonElement>(this.#form, "[value=end]");
    button.disabled = true;
    try {
      await sendClosing(this.#encounter, {
        acts: this.#field("acts").value, noActs: this.#box("noActs").checked, noReport: this.#shown("report") && this.#box("noReport").checked,
        number: this.#shown("professional") ? this.#field("number").value : "", noNumber: this.#box("noNumber").checked, incidents: this.#incidents,
      });
      this.#dialog.close();
      this.chosen("closed");
    } catch (error) {
      await this.#refused(error, this.#encounter);
    } finally {
      button.disabled = false;
    }
  }

  async #refused(error: unknown, encounter: string): Promise<void> {
    const missing = error instanceof Refused && error.status === 422 ? (error.body as { missing?: string[] }).missing ?? [] : [];
    if (missing.length === 0) {
      fill(this.#dialog, "end-error", this.texts.say(error instanceof Refused && error.status === 409 ? "end-closed-before" : "end-failed"));
      return;
    }
    await this.#look(encounter); // what changed meanwhile is shown before it is stated
    for (const line of all(this.#dialog, "[data-statement]")) {
      const lacks = missing.includes(line.dataset["statement"] ?? "");
      all(line, "[data-missing]").forEach(sentence => { sentence.hidden = !lacks; });
    }
    find<HTMLElement>(this.#dialog, "[data-statement]:has([data-missing]:not([hidden]))").querySelector<HTMLElement>("textarea, [data-when-none]:not([hidden]) input")?.focus();
  }

  #shown(statement: string): boolean {
    return all(this.#dialog, `[data-statement=${statement}] [data-when-none]`).some(part => !part.hidden);
  }

  #box(name: string): HTMLInputElement {
    return find<HTMLInputElement>(this.#form, `input[name=${name}]`);
  }

  #field(name: string): HTMLInputElement | HTMLTextAreaElement {
    return find<HTMLInputElement | HTMLTextAreaElement>(this.#form, `[name=${name}]`);
  }
}
