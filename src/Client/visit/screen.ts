import { all, fill, showOnly } from "../lib/dom";
import type { Texts } from "../lib/texts";
import { isoDuration, stopwatch, type Times } from "../lib/time";
import type { Expected, VisitState } from "./contract";
import { connection, type Room } from "./room";

/** Puts a room's state into the page's words. Holds no state but what it last showed. */
export class Screen {
  #view = "loading";
  #announced = "";

  constructor(private readonly root: HTMLElement, private readonly texts: Texts, private times: Times) {}

  setTimes(times: Times): void {
    this.times = times;
  }

  /** What the link's page knows before anybody joins. */
  expect(expected: Expected, now: Date): void {
    this.#names(expected.clinic ?? "", expected.who ?? "");
    const at = expected.plannedAt;
    const key = expected.role === "practitioner" ? "expects-practitioner" : "expects-patient";
    fill(this.root, "expects", at
      ? this.texts.say(key, { who: expected.who ?? "", time: this.times.clock(at) })
      : this.texts.say(`${key}-now`, { who: expected.who ?? "" }));
    fill(this.root, "day", at ? this.#day(at, now) : "");
    fill(this.root, "early-title", this.texts.say("early-title", { who: expected.who ?? "", time: at ? this.times.clock(at) : "" }));
    fill(this.root, "early-opens", expected.opensAt
      ? this.texts.say("early-opens", { day: this.#day(expected.opensAt, now), time: this.times.clock(expected.opensAt) }) : "");
    this.#only(expected.role);
  }

  enter(visit: VisitState): void {
    this.#names(visit.clinic, visit.other);
    this.#only(visit.role);
    fill(this.root, "told", this.texts.say("told", { who: visit.other }));
    fill(this.root, "call-title", this.texts.say("call-with", { who: visit.other }));
    fill(this.root, "planned", visit.plannedAt ? this.times.clock(visit.plannedAt) : "");
    for (const planned of all(this.root, "[data-planned]")) {
      planned.hidden = !visit.plannedAt;
    }
  }

  show(room: Room): void {
    const role = room.visit?.role;
    showOnly(all(this.root, "[data-view]"), view =>
      view.dataset["view"] === room.view && (!view.dataset["role"] || view.dataset["role"] === role));
    this.#connection(room);
    this.#stage(room);
    this.#end(room);
    this.#focus(room);
  }

  /** The clock of the call, or of the waiting room. */
  tick(room: Room, waitingSince: number, now: number): void {
    const seconds = room.ended?.seconds ?? (room.startedAt ? (now - Date.parse(room.startedAt)) / 1000 : 0);
    for (const time of all<HTMLTimeElement>(this.root, "[data-duration]")) {
      time.textContent = stopwatch(seconds);
      time.dateTime = isoDuration(seconds);
    }
    const minutes = Math.floor((now - waitingSince) / 60000);
    fill(this.root, "waited", minutes < 1 ? this.texts.say("under-a-minute") : this.texts.say("minutes", { minutes }));
  }

  announce(sentence: string): void {
    if (sentence !== this.#announced) {
      this.#announced = sentence;
      all(this.root, "[data-announce]").forEach(place => { place.textContent = sentence; });
    }
  }

  #names(clinic: string, other: string): void {
    fill(this.root, "clinic", clinic);
    fill(this.root, "other", other);
  }

  #only(role: string | undefined): void {
    for (const only of all(this.root, "[data-only]")) {
      only.hidden = role !== undefined && only.dataset["only"] !== role;
    }
  }

  #day(at: string, now: Date): string {
    const day = this.times.day(at);
    return this.times.isToday(at, now) ? this.texts.say("today", { day }) : day.charAt(0).toUpperCase() + day.slice(1);
  }

  #connection(room: Room): void {
    const state = room.ended ? "ended" : connection(room);
    fill(this.root, "connection", this.texts.say(`connection-${state}`, { who: room.other?.name ?? room.visit?.other ?? "" }));
    this.root.dataset["connection"] = state;
    for (const lost of all(this.root, "[data-line-lost]")) {
      lost.hidden = room.line !== "reconnecting";
    }
  }

  #stage(room: Room): void {
    const who = room.visit?.other ?? "";
    const key = stageWord(room);
    for (const word of all(this.root, "[data-stage-word]")) {
      word.hidden = key === null;
      fill(word, "stage-word", key ? this.texts.say(`stage-${key}`, { who }) : "");
      fill(word, "stage-hint", key ? this.texts.say(`stage-${key}-hint`, { who, elsewhere: room.elsewhere?.other ?? "" }) : "");
      all(word, "[data-do=admit]").forEach(button => { button.hidden = key !== "admit"; });
      all(word, "[data-do=hold-other]").forEach(button => { button.hidden = key !== "elsewhere"; });
      all<HTMLAnchorElement>(word, "[data-other-room]").forEach(link => {
        link.hidden = key !== "elsewhere";
        link.href = room.elsewhere?.url ?? "";
      });
    }
    all(this.root, "[data-remote]").forEach(video => { video.classList.toggle("unseen", key !== null); });
    const notice = this.#notice(room, who);
    fill(this.root, "notice", notice);
    all(this.root, "[data-notice]").forEach(place => { place.hidden = notice === ""; });
    if (key && room.view === "call") {
      this.announce(this.texts.say(`stage-${key}`, { who }));
    }
  }

  #notice(room: Room, who: string): string {
    if (!room.notice || room.ended) {
      return "";
    }
    return room.notice.kind === "ending-soon"
      ? this.texts.say("ending-soon", { time: this.times.clock(room.notice.at) })
      : this.texts.say(room.visit?.role === "practitioner" ? "nobody-came" : "nobody-came-patient", { who });
  }

  #end(room: Room): void {
    const over = room.ended !== null;
    if (over) {
      const seconds = room.ended?.seconds;
      fill(this.root, "ended-title", this.texts.say(room.ended?.reason === "byPractitioner" || !room.ended?.reason ? "ended-title" : `ended-${room.ended.reason}`));
      fill(this.root, "ended-duration", seconds ? this.texts.say("ended-duration", { who: room.visit?.other ?? "", duration: this.#duration(seconds) }) : "");
    }
    all(this.root, "[data-toolbar]").forEach(toolbar => { toolbar.hidden = over; });
    all(this.root, "[data-after]").forEach(after => { after.hidden = !over; });
    all(this.root, "[data-self-tile]").forEach(tile => { tile.hidden = over; });
  }

  #duration(seconds: number): string {
    return seconds < 60 ? this.texts.say("under-a-minute") : this.texts.say("minutes", { minutes: Math.round(seconds / 60) });
  }

  /** A new view is a new page for who listens: its title takes the focus. */
  #focus(room: Room): void {
    if (room.view !== this.#view) {
      this.#view = room.view;
      const title = all(this.root, "[data-view]:not([hidden]) h1[tabindex]")[0];
      title?.focus({ preventScroll: true });
    }
  }
}

/** What to say in the place of the picture; null while the picture is there. */
export function stageWord(room: Room): string | null {
  if (room.ended) {
    return "ended";
  }
  if (room.visit?.status === "waiting") {
    if (room.other?.present && room.elsewhere) {
      return "elsewhere";
    }
    return room.other?.present ? (room.visit.admitByHand ? "admit" : "starting") : "not-there";
  }
  if (room.media === "connected") {
    return room.other?.camera === false ? "camera-off" : null;
  }
  if (room.other?.present === false) {
    return "gone";
  }
  return "connecting";
}
