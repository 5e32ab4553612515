import { all, fill, find } from "../lib/dom";
import { ask, Refused } from "../lib/http";
import { Latest } from "../lib/latest";
import { live } from "../lib/live";
import { pageAt } from "../lib/page-at";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import { fillBlockForm } from "./agenda/block-form";
import { refill, remember } from "./agenda/fresh";
import { commandOf, type Command } from "./agenda/keys";
import { Lift, rowsOf } from "./agenda/lift";
import { Pointer } from "./agenda/pointer";
import { step } from "./agenda/rows";
import { neighbour, oneStop } from "./agenda/walk";

/** The line of the present moment moves on, ms. */
const tick = 20_000;

/** Asked anew even when nobody said that something changed: another node may know of it, ms. */
const anew = 120_000;

interface Move { id: string; version: string; starts: number; ends: number }

/** The agenda, alive: follows what others book, and moves and lengthens appointments by hand and by keyboard, with a way back. */
export class AgendaGrid extends HTMLElement {
  #texts!: Texts;
  #times!: Times;
  #pointer!: Pointer;
  #lift: Lift | undefined;
  /** What takes the last move back. */
  #undo: Move | undefined;
  #off: (() => void) | undefined;
  #timers: ReturnType<typeof setInterval>[] = [];
  readonly #latest = new Latest(() => this.#refresh());

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    this.#times = new Times(document.documentElement.lang, this.dataset["zone"], false);
    this.#pointer = new Pointer(this, this.#times, {
      lifted: lift => { this.#giveUp(); this.#lift = lift; },
      dropped: lift => void this.#drop(lift),
      givenUp: () => this.#giveUp(),
      drew: stretch => fillBlockForm(stretch, this.dataset["zone"]),
    });
    this.addEventListener("keydown", event => this.#key(event));
    this.addEventListener("focusin", event => { if (event.target instanceof HTMLElement) oneStop(this, event.target); });
    find(this, "[data-undo] button").addEventListener("click", () => void this.#takeBack());
    remember(this);
    this.dataset["live"] = "";
    oneStop(this);
    this.#scroll();
    this.#off = live.on("agenda", () => this.#latest.say());
    this.#timers = [setInterval(() => this.#moveOn(), tick), setInterval(() => { if (!document.hidden) this.#latest.say(); }, anew)];
  }

  disconnectedCallback(): void {
    this.#off?.();
    this.#timers.forEach(timer => clearInterval(timer));
  }

  #key(event: KeyboardEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>(".booking, .free a") : null;
    const command = commandOf(event, this.#lift !== undefined);
    if (!command || (!link && command.kind !== "undo")) {
      return;
    }
    event.preventDefault();
    this.#obey(command, link!);
  }

  #obey(command: Command, link: HTMLElement): void {
    switch (command.kind) {
      case "go": return neighbour(link, command.to)?.focus();
      case "move": return this.#carry(link, lift => lift.move(command.rows, command.days));
      case "lengthen": return this.#carry(link, lift => lift.lengthen(command.rows), true);
      case "drop": return void this.#drop(this.#lift!);
      case "give-up": return this.#pointer.isBusy ? this.#pointer.cancel() : this.#giveUp();
      case "undo": return void this.#takeBack();
    }
  }

  /** By keyboard: the first press lifts, each moves on, and its place is said. */
  #carry(link: HTMLElement, how: (lift: Lift) => boolean, resizing = false): void {
    if (link.dataset["moves"] !== "whole" && !(resizing && link.dataset["moves"])) {
      return this.#say(this.#texts.say("fixed"));
    }
    const isNew = this.#lift?.link !== link;
    if (isNew) {
      this.#giveUp();
      this.#lift = new Lift(link, this.#times);
      link.addEventListener("blur", this.#left);
    }
    const lift = this.#lift!;
    link.removeEventListener("blur", this.#left); // it may be put into another column, which takes the focus away
    const moved = how(lift);
    link.focus();
    link.addEventListener("blur", this.#left);
    this.#say(!moved ? this.#texts.say("edge") : this.#texts.say(isNew ? "lifted" : "at", this.#words(lift)));
  }

  readonly #left = (): void => this.#giveUp();

  #giveUp(): void {
    const lift = this.#lift;
    this.#lift = undefined;
    if (lift) {
      lift.link.removeEventListener("blur", this.#left);
      const focused = document.activeElement === lift.link;
      lift.putBack();
      if (focused) {
        lift.link.focus();
      }
      this.#say(this.#texts.say("given-up"));
    }
  }

  async #drop(lift: Lift): Promise<void> {
    lift.link.removeEventListener("blur", this.#left);
    this.#lift = undefined;
    if (!lift.isMoved) {
      return lift.putBack();
    }
    lift.settle();
    const moved = await this.#send({ id: lift.id, version: lift.version, starts: lift.starts, ends: lift.ends });
    if (!moved) {
      lift.putBack();
    } else {
      this.#undo = { id: lift.id, version: String(moved.version), ...lift.from };
      this.#tell([this.#texts.say("moved", this.#words(lift)), moved.warning].filter(Boolean).join(" "), true);
    }
    await this.#show(lift.id);
  }

  async #takeBack(): Promise<void> {
    const undo = this.#undo;
    this.#undo = undefined;
    if (!undo || this.#lift) {
      return;
    }
    const who = this.#nameOf(this.querySelector(`[data-id="${undo.id}"]`));
    if (await this.#send(undo)) {
      this.#tell(this.#texts.say("undone", { who, ...this.#clock(undo) }), false);
    }
    await this.#show(undo.id);
  }

  /** The appointment's version after the move, and what speaks against its new time; undefined: it was refused, and was told why. */
  async #send(move: Move): Promise<{ version: number; warning: string | null } | undefined> {
    const body = new URLSearchParams({
      starts: new Date(move.starts * 1000).toISOString(), ends: new Date(move.ends * 1000).toISOString(), version: move.version,
      __RequestVerificationToken: find<HTMLInputElement>(this, "[data-token] input").value,
    });
    try {
      return await ask("POST", `/appointments/${move.id}/times`, undefined, { body });
    } catch (error) {
      this.#tell(error instanceof Refused && error.message ? error.message : this.#texts.say("not-moved"), false);
      return undefined;
    }
  }

  /** The server's own picture, with the focus where the appointment is now. */
  async #show(id: string): Promise<void> {
    await this.#refresh();
    this.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus({ preventScroll: true });
  }

  async #refresh(): Promise<void> {
    const page = await pageAt(location.pathname + location.search);
    // What is in somebody's hand stays there: it is asked for again when it is put down.
    if (page && !this.#lift && !this.#pointer.isBusy) {
      refill(this, page);
      oneStop(this, document.activeElement instanceof HTMLElement ? document.activeElement : undefined);
    }
  }

  #moveOn(): void {
    const now = Date.now() / 1000 + this.#skew;
    for (const line of all(this, ".agenda-now")) {
      const rows = rowsOf(line.closest<HTMLElement>(".agenda-column")!);
      const row = rows.rowOf(now);
      const at = rows.at(row);
      if (at !== undefined && now < at + step) {
        all(this, ".agenda-now, .agenda-now-label").forEach(one => { one.dataset["row"] = String(row); });
        all(this, ".agenda-now-label time").forEach(time => { time.textContent = this.#times.clock(new Date(now * 1000)); });
      }
    }
  }

  /** The server's clock is ahead of this one by, s. */
  #skew = 0;

  /** The present, or the first appointment, is in sight. */
  #scroll(): void {
    this.#skew = (Date.parse(this.dataset["now"] ?? "") - Date.now()) / 1000 || 0;
    const [frame, there] = [find(this, "[data-frame]"), this.querySelector<HTMLElement>(".agenda-now, .booking")];
    if (there && frame.scrollHeight > frame.clientHeight) {
      frame.scrollTop += there.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
    }
  }

  #words(lift: Lift): Record<string, string> {
    return { who: this.#nameOf(lift.link), ...this.#clock(lift) };
  }

  #clock({ starts, ends }: { starts: number; ends: number }): Record<string, string> {
    const [from, until] = [new Date(starts * 1000), new Date(ends * 1000)];
    return { day: this.#times.day(from), from: this.#times.clock(from), until: this.#times.clock(until) };
  }

  #nameOf(link: Element | null): string {
    return link?.querySelector("[data-who]")?.textContent ?? "";
  }

  #say(sentence: string): void {
    find(this, "[data-say]").textContent = sentence;
  }

  /** For the eye too, with the way back where there is one. */
  #tell(sentence: string, undoable: boolean): void {
    const toast = find<HTMLElement>(this, "[data-undo]");
    fill(toast, "done", sentence);
    find<HTMLElement>(toast, "button").hidden = !undoable;
    toast.hidden = false;
    this.#say(sentence);
  }
}
