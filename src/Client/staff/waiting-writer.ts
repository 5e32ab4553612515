import { all, fill, find, make } from "../lib/dom";
import { ask, Refused } from "../lib/http";
import type { Texts } from "../lib/texts";

/** Writes to one who waits, or to all: a prepared sentence or one's own. */
export class WaitingWriter {
  /** The message that is being sent; the same id again if it has to be repeated, so that nobody reads it twice. */
  #clientId = crypto.randomUUID();

  constructor(private readonly form: HTMLFormElement, private readonly texts: Texts) {
    form.addEventListener("submit", event => { event.preventDefault(); void this.#send(); });
    all(form, "[data-prepared]").forEach(button => button.addEventListener("click", () => {
      this.#text.value = button.textContent ?? "";
      this.#text.focus();
    }));
  }

  /** Whom one may write to now; whoever was chosen stays chosen. */
  offer(waiting: readonly { encounterId: string; patient: string }[]): void {
    const [to, all] = [this.#to, this.#to.options[0]];
    const chosen = to.value;
    const known = [...to.options].slice(1).map(option => option.value).join();
    if (!all || known === waiting.map(one => one.encounterId).join()) {
      return;
    }
    to.replaceChildren(all, ...waiting.map(one => {
      const option = make("option", "", one.patient);
      option.value = one.encounterId;
      return option;
    }));
    to.value = waiting.some(one => one.encounterId === chosen) ? chosen : "";
  }

  tell(sentence: string): void {
    fill(this.form, "written", sentence);
    const details = this.form.closest("details");
    if (details) {
      details.open = true;
    }
  }

  async #send(): Promise<void> {
    const text = this.#text.value.trim();
    if (!text) {
      this.#text.focus();
      return;
    }
    const button = find<HTMLButtonElement>(this.form, "button:not([type])");
    button.disabled = true;
    try {
      const { told } = await ask<{ told: number }>("POST", "/api/waiting/messages", { clientId: this.#clientId, text, encounterId: this.#to.value || null });
      this.#clientId = crypto.randomUUID();
      this.#text.value = "";
      this.tell(told === 1 ? this.texts.say("written-one") : this.texts.say("written", { count: told }));
    } catch (error) {
      this.tell(this.texts.say(error instanceof Refused && error.status === 404 ? "nobody-to-write" : "not-written"));
    } finally {
      button.disabled = false;
    }
  }

  get #to(): HTMLSelectElement {
    return find<HTMLSelectElement>(this.form, "[data-to]");
  }

  get #text(): HTMLInputElement {
    return find<HTMLInputElement>(this.form, "[data-text]");
  }
}
