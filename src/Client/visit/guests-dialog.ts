import { find, make } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { GuestKind, Participant, ShownLink } from "./contract";
import { drawQr } from "../lib/qr";
import type { Room } from "./room";

/** As the server has it: `RoomRules.MostParticipants`. */
export const mostParticipants = 4;

/** What the dialog asks of the room. */
export interface GuestsDesk {
  invite(name: string, kind: GuestKind, email: string | null): Promise<ShownLink | null>;
  guestLink(id: string): Promise<ShownLink>;
  remove(id: string): Promise<void>;
}

/** Who is here and who was invited; the practitioner invites and removes guests. */
export class GuestsDialog {
  readonly #dialog: HTMLDialogElement;
  readonly #form: HTMLFormElement;
  #asked = "";

  constructor(root: HTMLElement, private readonly texts: Texts, private readonly room: () => Room, private readonly desk: () => GuestsDesk | undefined) {
    this.#dialog = find<HTMLDialogElement>(root, "[data-guests-dialog]");
    this.#form = find<HTMLFormElement>(this.#dialog, "[data-form=invite]");
    this.#form.addEventListener("submit", event => {
      event.preventDefault();
      void this.#invite();
    });
    find(this.#dialog, "[data-guests-close]").addEventListener("click", () => this.#dialog.close());
    find(this.#dialog, "[data-copy-guest]").addEventListener("click", () => void this.#copy());
    this.#dialog.addEventListener("close", () => { this.#asked = ""; this.#hand(null, ""); this.#say(""); }); // a link is shown once
  }

  open(): void {
    this.show();
    this.#dialog.showModal();
  }

  /** The list as the room is now. */
  show(): void {
    const { others, visit } = this.room();
    const list = find(this.#dialog, "[data-guests]");
    const words = JSON.stringify([this.#asked, others.map(other => [other.id, other.name, other.kind, other.present])]);
    if (visit && list.dataset["shown"] !== words) {
      list.dataset["shown"] = words;
      list.replaceChildren(this.#line(visit.you, this.texts.say("you")), ...others.map(other => this.#person(other)));
    }
    const full = others.length + 1 >= mostParticipants;
    this.#form.hidden = full;
    find(this.#dialog, "[data-guests-full]").hidden = !full;
  }

  #person(person: Participant): HTMLElement {
    const guest = person.role === "guest";
    const state = this.texts.say(person.present ? "guest-here" : guest ? "guest-invited" : "guest-away");
    const line = this.#line(person.name, guest ? `${this.texts.say(`guest-${person.kind ?? "other"}`)}, ${state}` : state);
    if (guest && this.#asked === person.id) {
      line.append(make("p", "guest-sure", this.texts.say("guest-remove-sure", { who: person.name })),
        this.#button(this.texts.say("guest-keep"), "button", () => this.#ask("")),
        this.#button(this.texts.say("guest-remove"), "button danger", () => void this.#remove(person)));
    } else if (guest) {
      if (!person.present) {
        line.append(this.#button(this.texts.say("guest-link"), "button quiet", () => void this.#link(person), person.name));
      }
      line.append(this.#button(this.texts.say("guest-remove"), "button quiet", () => this.#ask(person.id), person.name));
    }
    return line;
  }

  #line(name: string, words: string): HTMLElement {
    return make("li", "line", make("div", "grow", make("p", "person", name), make("p", "note", words)));
  }

  #button(words: string, look: string, press: () => void, whom = ""): HTMLElement {
    const button = make("button", look, words, ...(whom ? [make("span", "visually-hidden", ` ${whom}`)] : []));
    button.type = "button";
    button.addEventListener("click", press);
    return button;
  }

  #ask(id: string): void {
    this.#asked = id;
    this.show();
    find<HTMLElement>(this.#dialog, id ? ".guest-sure + button" : "[data-guests-close]").focus();
  }

  async #invite(): Promise<void> {
    const data = new FormData(this.#form);
    const [name, email] = [String(data.get("name")).trim(), String(data.get("email")).trim()];
    if (name === "") {
      this.#say(this.texts.say("guest-needs-name"));
      return;
    }
    await this.#try(async desk => {
      const link = await desk.invite(name, String(data.get("kind")) as GuestKind, email || null);
      this.#form.reset();
      this.#hand(link, name);
      this.#say(link ? "" : this.texts.say("guest-mailed", { who: name }));
    });
  }

  #link(person: Participant): Promise<void> {
    return this.#try(async desk => this.#hand(await desk.guestLink(person.id), person.name));
  }

  #remove(person: Participant): Promise<void> {
    return this.#try(async desk => {
      await desk.remove(person.id);
      this.#ask("");
      this.#say(this.texts.say("guest-removed", { who: person.name }));
    });
  }

  async #try(work: (desk: GuestsDesk) => Promise<void>): Promise<void> {
    const desk = this.desk();
    this.#say("");
    try {
      await (desk ? work(desk) : Promise.reject(new Error("no room")));
    } catch (error) {
      const code = /HubException: ([a-z-]+)/.exec(String(error))?.[1];
      this.#say(this.texts.say(code === "full" ? "guest-full" : code === "not-allowed" ? "guest-address" : code === "too-fast" ? "too-fast" : "not-reached"));
    }
    this.show();
  }

  /** Shows a link to be handed over, or takes it away. */
  #hand(link: ShownLink | null, who: string): void {
    const part = find(this.#dialog, "[data-guest-link]");
    part.hidden = link === null;
    find<HTMLInputElement>(part, "input").value = link?.url ?? "";
    find(part, "[data-guest-link-title]").textContent = this.texts.say("guest-link-of", { who });
    find(part, "[data-guest-copied]").textContent = "";
    find(part, "[data-guest-qr]").replaceChildren(...(link ? [drawQr(link.qr, this.texts.say("guest-qr", { who }))] : []));
    if (link) {
      part.scrollIntoView({ block: "nearest" });
    }
  }

  async #copy(): Promise<void> {
    const input = find<HTMLInputElement>(this.#dialog, "[data-guest-link] input");
    try {
      await navigator.clipboard.writeText(input.value);
      find(this.#dialog, "[data-guest-copied]").textContent = this.texts.say("guest-copied");
    } catch {
      input.select(); // to be copied by hand
    }
  }

  #say(sentence: string): void {
    find(this.#dialog, "[data-guests-say]").textContent = sentence;
  }
}
