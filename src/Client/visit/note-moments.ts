import { fill, find, icon, make } from "../lib/dom";
import { ask, Refused } from "../lib/http";
import { Texts } from "../lib/texts";
import { stopwatch, Times } from "../lib/time";
import type { VisitStatus } from "./contract";
import { asLine, Presses, type Moment } from "./moments";
import type { SoapNote } from "./soap-note";

/** How long after a press that did not reach the server the next try comes, ms. */
const tryAgain = 2000;

/** The margin of the note: moments marked by the practitioner or by a clinical word in the chat, to be kept or dropped. */
export class NoteMoments extends HTMLElement {
  #texts!: Texts;
  #times!: Times;
  #path = "";
  #open: readonly Moment[] = [];
  #asked = 0;
  #presses = new Presses((id, secondsAgo) => ask("POST", this.#path, { id, secondsAgo }));

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    find(this, "[data-mark]").addEventListener("click", () => void this.#mark());
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  /** What was marked is still kept or dropped after the call; there is no moment of it to mark any more. */
  follow(encounterId: string, zone: string, status: VisitStatus): void {
    find(this, "[data-mark]").hidden = status === "ended";
    this.#times ??= new Times(document.documentElement.lang, zone, false);
    if (!this.#path) {
      this.#path = `/api/encounters/${encounterId}/moments`;
      this.refresh();
    }
  }

  /** Asks what is open; the answer to an older question changes nothing. */
  refresh(): void {
    if (!this.#path || document.visibilityState === "hidden") {
      return;
    }
    const asked = ++this.#asked;
    ask<Moment[]>("GET", this.#path).then(open => {
      if (asked === this.#asked) {
        this.#draw(open);
      }
    }).catch(() => undefined); // with the next line, or when one looks again
  }

  async #mark(): Promise<void> {
    fill(this, "moment-said", this.#texts.say("moment-marking"));
    const done = await this.#presses.press(crypto.randomUUID(), Date.now());
    fill(this, "moment-said", this.#texts.say(done ? "moment-marked" : "moment-waits"));
    if (!done) {
      setTimeout(() => void this.#repeat(), tryAgain);
    }
    this.refresh();
  }

  async #repeat(): Promise<void> {
    if (await this.#presses.repeat(Date.now())) {
      fill(this, "moment-said", this.#texts.say("moment-marked"));
      this.refresh();
    } else {
      setTimeout(() => void this.#repeat(), tryAgain);
    }
  }

  #draw(open: readonly Moment[]): void {
    const known = new Map(this.#open.map((moment, index) => [moment.id, find(this, "[data-moments]").children[index]!]));
    this.#open = open;
    find(this, "[data-moments]").replaceChildren(...open.map(moment => known.get(moment.id) ?? this.#row(moment)));
  }

  #row(moment: Moment): HTMLElement {
    const text = moment.text ? `${moment.by}${this.#texts.say("colon")} ${moment.text}` : this.#texts.say("moment-by-you");
    const what = `${this.#stamp(moment)}, ${text}`;
    const keep = this.#button("check", "moment-keep", what, () => this.#keep(moment));
    const drop = this.#button("x", "moment-drop", what, () => this.#decide(moment, "dropped"));
    return make("li", "moment", make("span", "moment-at", this.#stamp(moment)), make("p", moment.text ? "" : "soft", text), make("span", "moment-actions", keep, drop));
  }

  #button(symbol: string, key: string, what: string, press: () => Promise<void>): HTMLButtonElement {
    const button = make("button", "button quiet", icon(symbol), this.#texts.say(key), make("span", "visually-hidden", ` ${what}`));
    button.type = "button";
    button.addEventListener("click", () => {
      button.disabled = true;
      void press().finally(() => { button.disabled = false; });
    });
    return button;
  }

  /** Into the note first: a moment that is kept stands in the saved note. */
  async #keep(moment: Moment): Promise<void> {
    const note = this.closest<SoapNote>("soap-note");
    if (await note?.insert(asLine(moment, this.#stamp(moment), this.#texts.say("colon")))) {
      await this.#decide(moment, "kept");
    } else {
      fill(this, "moment-said", this.#texts.say("moment-not-saved"));
    }
  }

  async #decide(moment: Moment, decision: "kept" | "dropped"): Promise<void> {
    try {
      await ask("PUT", `${this.#path}/${moment.id}`, { decision });
      this.#asked++; // what was asked before does not know of this yet
      this.#draw(this.#open.filter(open => open.id !== moment.id));
      fill(this, "moment-said", this.#texts.say(`moment-${decision}`));
      if (decision === "dropped") { // a kept one leaves the writer in the note
        const next = [".moment button", "[data-mark]:not([hidden])"].map(place => this.querySelector<HTMLElement>(place)).find(found => found);
        (next ?? this.closest("soap-note")?.querySelector("textarea"))?.focus();
      }
    } catch (error) {
      fill(this, "moment-said", this.#texts.say("moment-not-decided"));
      if (error instanceof Refused) {
        this.refresh();
      }
    }
  }

  #stamp(moment: Moment): string {
    return moment.second === null || moment.second === undefined ? this.#times.clock(moment.at) : stopwatch(moment.second);
  }
}
