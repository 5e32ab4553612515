import { find } from "../../lib/dom";
import type { Texts } from "../../lib/texts";
import { Ear } from "./ear";

/** Ten steps that follow the voice, and a sentence when there is none. */
export class LevelMeter {
  readonly #meter: HTMLElement;
  readonly #word: HTMLElement;
  readonly #ear = new Ear((level, hearing) => {
    this.#show(level);
    this.#say(hearing);
  });

  constructor(root: HTMLElement, private readonly texts: Texts) {
    this.#meter = find(root, "[data-level]");
    this.#word = find(root, "[data-silence]");
    for (const press of ["pointerdown", "keydown", "click"]) {
      root.addEventListener(press, () => this.#ear.resume());
    }
  }

  watch(track: MediaStreamTrack | null): void {
    this.#ear.listen(track);
  }

  stop(): void {
    this.#ear.stop();
  }

  #show(level: number): void {
    if (this.#meter.dataset["value"] !== String(level)) {
      this.#meter.dataset["value"] = String(level);
      this.#meter.setAttribute("aria-valuenow", String(level));
    }
  }

  #say(hearing: string): void {
    const sentence = hearing === "listening" || hearing === "heard" ? "" : this.texts.say(`hearing-${hearing}`);
    if (this.#word.textContent !== sentence) {
      this.#word.textContent = sentence;
      this.#word.hidden = sentence === "";
    }
  }
}
