import { fill, find, make } from "../lib/dom";
import { ask } from "../lib/http";
import { Latest } from "../lib/latest";
import { live } from "../lib/live";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import { chipsOf, type WaitingPage } from "./waiting-chips";
import { WaitingWriter } from "./waiting-writer";

interface Waiting extends WaitingPage {
  encounterId: string;
  participantId: string;
  patientId: string;
  patient: string;
  reason?: string | null;
  plannedAt?: string | null;
  since: string;
  /** The clinic lets each patient in by hand. */
  mayAdmit: boolean;
}

/** Whoever has waited longer stands out, minutes. */
const longWait = 30;

/** Who sits in the waiting room, in the order of their turns, as it fills. Hidden while nobody does. */
export class WaitingList extends HTMLElement {
  #texts!: Texts;
  #times!: Times;
  #waiting: Waiting[] = [];
  #rows = new Map<string, HTMLElement>();
  #skew = 0;
  #writer: WaitingWriter | undefined;
  #off: (() => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #latest = new Latest(() => this.#load());

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    this.#times = new Times(document.documentElement.lang, this.dataset["zone"], false);
    this.#skew = Date.parse(this.dataset["now"] ?? "") - Date.now() || 0;
    this.#off = live.on("waiting", () => this.#latest.say());
    this.#timer = setInterval(() => this.#draw(), 15_000);
    this.#takeOver();
    this.#writer = new WaitingWriter(find(this, "form[data-write]"), this.#texts);
    this.#writer.offer(this.#waiting);
    this.#latest.say();
  }

  disconnectedCallback(): void {
    this.#off?.();
    clearInterval(this.#timer);
  }

  /** The page came with rows: they give way to the same ones made here, in one turn, so that nothing moves. */
  #takeOver(): void {
    this.#waiting = JSON.parse(this.dataset["waiting"] ?? "[]") as Waiting[];
    find(this, "ul").replaceChildren();
    this.#draw();
  }

  async #load(): Promise<void> {
    try {
      this.#waiting = await ask<Waiting[]>("GET", "/api/waiting");
      this.#draw();
    } catch {
      // The line asks again when it is back.
    }
  }

  #draw(): void {
    const list = find(this, "ul");
    const kept = new Set(this.#waiting.map(patient => patient.encounterId));
    for (const [id, row] of this.#rows) {
      if (!kept.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    this.#waiting.forEach((patient, index) => {
      const row = this.#rows.get(patient.encounterId) ?? this.#row(patient);
      this.#rows.set(patient.encounterId, row);
      this.#fill(row, patient, index === 0);
      if (list.children[index] !== row) {
        list.insertBefore(row, list.children[index] ?? null);
      }
    });
    this.#writer?.offer(this.#waiting);
    const section = find(this, "section");
    section.hidden = this.#waiting.length === 0;
  }

  #row(patient: Waiting): HTMLElement {
    const name = make("a", "person", patient.patient);
    name.href = `/patients/${patient.patientId}`;
    const planned = patient.plannedAt ? this.#texts.say("planned-at", { time: this.#times.clock(patient.plannedAt) }) : "";
    const why = make("span", "soft", [patient.reason, planned].filter(part => part).join(", "));
    const chips = make("div", "waiting-chips");
    const minutes = make("span", "figure");
    minutes.dataset["fill"] = "minutes";
    const open = make("a", "button", this.#texts.say("open"), make("span", "visually-hidden", ` ${patient.patient}`));
    open.href = `/visit/${patient.participantId}`;
    const admit = make("button", "button primary", this.#texts.say("admit"), make("span", "visually-hidden", ` ${patient.patient}`));
    admit.type = "button";
    admit.addEventListener("click", () => void this.#admit(admit, patient));
    const since = make("span", "");
    since.dataset["fill"] = "since";
    return make("li", "waiting-row", make("div", "", name, why), chips,
      make("span", "soft", since, " ", minutes), make("div", "waiting-acts", admit, open));
  }

  #fill(row: HTMLElement, patient: Waiting, first: boolean): void {
    const gone = patient.goneSince ?? null;
    const minutes = Math.floor((Date.now() + this.#skew - Date.parse(gone ?? patient.since)) / 60_000);
    const long = !gone && minutes >= longWait;
    row.dataset["state"] = gone ? "gone" : long ? "long" : "here";
    fill(row, "since", this.#texts.say(gone ? "gone" : "since"));
    const words = minutes < 1 ? this.#texts.say("under-a-minute") : this.#texts.say("minutes", { minutes });
    fill(row, "minutes", long ? `${words}, ${this.#texts.say("long")}` : words);
    const [chips, fresh] = [find(row, ".waiting-chips"), chipsOf(patient, this.#texts)];
    if (chips.childElementCount !== fresh.length || fresh.some((chip, index) => !chip.isEqualNode(chips.children[index]!))) {
      chips.replaceChildren(...fresh); // the same again would be read out again
    }
    const mayAdmit = patient.mayAdmit && !gone;
    find<HTMLElement>(row, "button").hidden = !mayAdmit;
    find(row, "a.button").classList.toggle("primary", first && !mayAdmit);
  }

  /** Lets in, and goes there: the call starts as the practitioner comes. */
  async #admit(button: HTMLButtonElement, patient: Waiting): Promise<void> {
    button.disabled = true;
    try {
      await ask("POST", `/api/waiting/${patient.encounterId}/admission`);
      location.assign(`/visit/${patient.participantId}`);
    } catch {
      this.#writer?.tell(this.#texts.say("not-admitted"));
      button.disabled = false;
    }
  }
}
