import { all, fill, find, icon, make } from "../lib/dom";
import { ask, Refused } from "../lib/http";
import { Texts } from "../lib/texts";

interface Kept {
  kind: string;
  value: number;
  second?: number | null;
}

/** What is sent of one row, and whether the practitioner was asked about just this. */
interface Row {
  inputs: HTMLInputElement[];
  body: Record<string, unknown>;
}

/** Vital signs beside the call: each row that is filled in is sent by itself; an unlikely value is asked about and sent at the second press. */
export class MeasurePanel extends HTMLElement {
  #texts!: Texts;
  #patient = "";
  #encounter = "";
  /** The bodies that the server has asked about. */
  #asked = new Set<string>();

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    find(this, "form").addEventListener("submit", event => {
      event.preventDefault();
      void this.#send();
    });
  }

  open(patientId: string, encounterId: string): void {
    this.#patient = patientId;
    this.#encounter = encounterId;
  }

  async #send(): Promise<void> {
    const rows = this.#rows();
    const button = find<HTMLButtonElement>(this, "[data-send]");
    const [asks, refusals]: [string[], string[]] = [[], rows.length ? [] : [this.#texts.say("measure-empty")]];
    button.disabled = true;
    for (const row of rows) {
      await this.#one(row, asks, refusals);
    }
    button.disabled = false;
    this.#show("asks", asks);
    this.#show("refusals", refusals);
    fill(this, "measure-send", this.#texts.say(asks.length ? "measure-confirm" : "measure-save"));
  }

  async #one(row: Row, asks: string[], refusals: string[]): Promise<void> {
    const what = JSON.stringify(row.body);
    try {
      const kept = await ask<Kept[]>("POST", `/api/patients/${this.#patient}/observations`, { ...row.body, confirmed: this.#asked.has(what) });
      this.#asked.delete(what);
      row.inputs.forEach(input => { input.value = ""; });
      find(this, "[data-kept]").prepend(...kept.map(one => this.#line(one)));
    } catch (error) {
      if (error instanceof Refused && error.status === 409) {
        this.#asked.add(what);
        asks.push(error.message);
      } else {
        refusals.push(`${this.#label(row)}${this.#texts.say("colon")} ${error instanceof Refused && error.message ? error.message : this.#texts.say("measure-not-sent")}`);
      }
    }
  }

  /** The rows in which something is written. What is no number goes as none, and the server says so. */
  #rows(): Row[] {
    return all(this, "[data-code]")
      .map(place => ({ place, inputs: all<HTMLInputElement>(place, "input") }))
      .filter(({ inputs }) => inputs.some(input => input.value.trim()))
      .map(({ place, inputs }) => {
        const [value, second] = inputs.map(input => number(input.value));
        return { inputs, body: { code: place.dataset["code"], unit: place.dataset["unit"], value, diastolic: second ?? null, encounterId: this.#encounter } };
      });
  }

  #label(row: Row): string {
    return row.inputs[0]?.closest<HTMLElement>("[data-code]")?.dataset["name"] ?? "";
  }

  #line(kept: Kept): HTMLElement {
    const name = find(this, `[data-kinds] [data-kind="${kept.kind}"]`).textContent;
    const figure = [kept.value, kept.second].filter(value => value !== null && value !== undefined)
      .map(value => value!.toLocaleString(document.documentElement.lang)).join("/");
    return make("li", "line", icon("check"), make("p", "grow", `${name} ${figure}`));
  }

  #show(what: string, lines: readonly string[]): void {
    const alert = find(this, `[data-${what}]`);
    alert.hidden = lines.length === 0;
    find(alert, ".grow").replaceChildren(...lines.map(line => make("p", "", line)));
  }
}

/** With a comma or a point; null for what is no number. */
function number(typed: string): number | null {
  const plain = typed.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
