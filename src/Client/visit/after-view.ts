import { all, fill } from "../lib/dom";
import { ask, Refused } from "../lib/http";
import type { Texts } from "../lib/texts";
import type { Times } from "../lib/time";
import { lengthWords, readClosing } from "./closing";
import { incidentWords } from "./incident-words";
import type { VisitState } from "./contract";

/** After a visit: the patient's one question; for the practitioner what was, and what is still to be done. */
export class AfterView {
  #shown = false;

  constructor(private readonly root: HTMLElement, private readonly texts: Texts, private readonly times: Times, private readonly visit: VisitState) {
    all(root, "[data-rate]").forEach(button => button.addEventListener("click", () => void this.#rate(button.dataset["rate"] ?? "")));
  }

  /** The visit is over; asked once, and again when something about it was written. */
  show(again = false): void {
    if (this.#shown && !again) {
      return;
    }
    this.#shown = true;
    if (this.visit.role === "patient") {
      void this.#question();
    } else if (this.visit.account) {
      void this.#standing();
    }
  }

  async #question(): Promise<void> {
    const after = await ask<{ mayRate: boolean }>("GET", `/visit/${this.visit.participantId}/after`).catch(() => undefined);
    all(this.root, "[data-rating]").forEach(question => { question.hidden = after?.mayRate !== true; });
  }

  async #rate(answer: string): Promise<void> {
    try {
      await ask("POST", `/visit/${this.visit.participantId}/rating`, { answer });
      this.#rated();
    } catch (error) {
      if (error instanceof Refused && error.status === 409) {
        this.#rated(); // in another tab
      } else {
        fill(this.root, "rated", this.texts.say("rate-failed"));
      }
    }
  }

  #rated(): void {
    all(this.root, "[data-rating]").forEach(question => { question.hidden = true; });
    fill(this.root, "rated", this.texts.say("rated"));
  }

  async #standing(): Promise<void> {
    const closing = await readClosing(this.visit.encounterId).catch(() => undefined);
    if (!closing?.startedAt) {
      return;
    }
    fill(this.root, "after-live", lengthWords(closing.summary?.liveSeconds ?? 0, this.texts));
    fill(this.root, "after-waited", lengthWords(closing.summary?.waitedSeconds ?? 0, this.texts));
    fill(this.root, "after-report", this.texts.say(`report-${closing.report}`));
    fill(this.root, "after-incidents", incidentWords(closing.incidents, this.texts, this.times));
    fill(this.root, "after-closing", closing.closedAt ? this.texts.say("after-closed", { time: this.times.clock(closing.closedAt) }) : this.texts.say("after-owed"));
    all(this.root, "[data-after-owed]").forEach(button => { button.hidden = Boolean(closing.closedAt); });
    all(this.root, "[data-after-call]").forEach(part => { part.hidden = false; });
  }
}
