import { all, fill } from "../lib/dom";
import { ask } from "../lib/http";
import type { Texts } from "../lib/texts";
import type { Times } from "../lib/time";
import type { Room } from "./room";
import { Tones } from "./tones";
import { aheadWords, roundedTime, turnWords, type Turn } from "./turn-words";

/** Time passes, and estimates with it, ms. */
const askEvery = 30_000;

/** A patient's turn on the open waiting page: how many are before, when it is expected, and a notice when it is near. */
export class TurnView {
  readonly #sound = new Tones();
  readonly #title = document.title;
  #room: Room | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #near = false;

  constructor(private readonly root: HTMLElement, private readonly texts: Texts, private readonly times: Times, private readonly now: () => Date) {
    // Sound only for whoever asked for it; the press lets the browser play it later, and lets them hear it once.
    all<HTMLInputElement>(root, "[data-turn-sound]").forEach(box => box.addEventListener("change", () => { if (box.checked) { void this.#sound.tone(); } }));
  }

  /** The room changed: while it is the waiting room, and its line is there, the turn is asked for. */
  follow(room: Room, why: string): void {
    this.#room = room;
    const waits = room.view === "waiting" && room.visit?.role === "patient";
    if (waits && (why === "snapshot" || why === "turn-changed" || this.#timer === undefined)) {
      this.#timer ??= setInterval(() => void this.#ask(), askEvery);
      void this.#ask();
    } else if (!waits && this.#timer !== undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#notice(false);
    }
  }

  async #ask(): Promise<void> {
    const visit = this.#room?.visit;
    if (!visit || this.#room?.line === "reconnecting") {
      return;
    }
    const turn = await ask<Turn | undefined>("GET", `/visit/${visit.participantId}/turn`).catch(() => undefined);
    if (turn && this.#timer !== undefined) {
      this.#show(turn);
    }
  }

  #show(turn: Turn): void {
    const visit = this.#room?.visit;
    fill(this.root, "turn-ahead", aheadWords(turn, this.texts));
    fill(this.root, "turn-expected", turn.expectedAt ? this.times.clock(roundedTime(turn.expectedAt)) : "");
    all(this.root, "[data-turn-expected]").forEach(cell => { cell.hidden = !turn.expectedAt; });
    all(this.root, "[data-view=waiting] [data-planned]").forEach(cell => { cell.hidden = Boolean(turn.expectedAt) || !visit?.plannedAt; });
    fill(this.root, "turn-words", turnWords(turn, visit?.other ?? "", visit?.plannedAt, this.now().getTime(), this.texts));
    this.#notice(turn.near);
  }

  #notice(near: boolean): void {
    if (near === this.#near) {
      return;
    }
    this.#near = near;
    all(this.root, "[data-turn-near]").forEach(notice => { notice.hidden = !near; });
    document.title = near ? `${this.texts.say("turn-title")} – ${this.#title}` : this.#title;
    if (near && all<HTMLInputElement>(this.root, "[data-turn-sound]").some(box => box.checked)) {
      void this.#sound.tone();
    }
  }
}
