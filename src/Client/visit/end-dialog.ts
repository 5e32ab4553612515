import { fill, find } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { Times } from "../lib/time";

/** The question before a visit ends for both: from when to when it will have lasted, and what is not finished beside the picture. */
export class EndDialog {
  readonly #dialog: HTMLDialogElement;

  constructor(room: HTMLElement, private readonly texts: Texts, private readonly chosen: (choice: "end" | "leave") => void) {
    this.#dialog = find<HTMLDialogElement>(room, "[data-end-dialog]");
    this.#dialog.addEventListener("close", () => {
      const choice = this.#dialog.returnValue;
      if (choice === "end" || choice === "leave") {
        this.chosen(choice);
      }
    });
  }

  ask(started: string | null, now: Date, time: Times, finish: (dialog: HTMLElement) => void): void {
    fill(this.#dialog, "end-time", started
      ? this.texts.say("end-from-to", { day: time.day(started), from: time.clock(started), to: time.clock(now) })
      : this.texts.say("end-not-started"));
    finish(this.#dialog);
    this.#dialog.returnValue = "back";
    this.#dialog.showModal();
  }
}
