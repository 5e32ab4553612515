import { fill, find, icon, make } from "../lib/dom";
import { ask } from "../lib/http";
import { live } from "../lib/live";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";

interface Waiting {
  encounterId: string;
  participantId: string;
  patientId: string;
  patient: string;
  reason?: string | null;
  plannedAt?: string | null;
  since: string;
  camera: boolean;
  microphone: boolean;
}

/** Who sits in the waiting room, as it fills. Hidden while nobody does. */
export class WaitingList extends HTMLElement {
  #texts!: Texts;
  #times!: Times;
  #waiting: Waiting[] = [];
  #rows = new Map<string, HTMLElement>();
  #skew = 0;
  #off: (() => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    this.#times = new Times(document.documentElement.lang, this.dataset["zone"], false);
    this.#skew = Date.parse(this.dataset["now"] ?? "") - Date.now() || 0;
    this.#off = live.on("waiting", () => void this.#load());
    this.#timer = setInterval(() => this.#draw(), 15_000);
    this.#takeOver();
    void this.#load();
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
    const section = find(this, "section");
    section.hidden = this.#waiting.length === 0;
  }

  #row(patient: Waiting): HTMLElement {
    const name = make("a", "person", patient.patient);
    name.href = `/patients/${patient.patientId}`;
    const planned = patient.plannedAt ? this.#texts.say("planned-at", { time: this.#times.clock(patient.plannedAt) }) : "";
    const why = make("span", "soft", [patient.reason, planned].filter(part => part).join(", "));
    const chip = make("span", "chip");
    const minutes = make("span", "figure");
    minutes.dataset["fill"] = "minutes";
    const open = make("a", "button", this.#texts.say("open"), make("span", "visually-hidden", ` ${patient.patient}`));
    open.href = `/visit/${patient.participantId}`;
    return make("li", "waiting-row", make("div", "", name, why), chip,
      make("span", "soft", `${this.#texts.say("since")} `, minutes), open);
  }

  #fill(row: HTMLElement, patient: Waiting, first: boolean): void {
    const minutes = Math.floor((Date.now() + this.#skew - Date.parse(patient.since)) / 60_000);
    fill(row, "minutes", minutes < 1 ? this.#texts.say("under-a-minute") : this.#texts.say("minutes", { minutes }));
    const key = patient.camera ? "picture-and-sound" : patient.microphone ? "sound-only" : "no-media";
    const chip = find(row, ".chip");
    if (chip.dataset["media"] !== key) {
      chip.dataset["media"] = key;
      chip.dataset["tone"] = patient.camera ? "accent" : "warning";
      chip.replaceChildren(icon(patient.camera ? "video" : patient.microphone ? "mic" : "mic-off"), ` ${this.#texts.say(key)}`);
    }
    find(row, "a.button").classList.toggle("primary", first);
  }
}
