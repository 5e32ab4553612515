import { all, fill, showOnly } from "../lib/dom";
import type { Texts } from "../lib/texts";
import { isoDuration, stopwatch, type Times } from "../lib/time";
import type { Expected, VisitState } from "./contract";
import { connection, goodWord, presenter, type Room } from "./room";

/** How long a piece of news stands on the picture, ms. */
const newsLast = 7000;

/** Puts a room's state into the page's words. Holds no state but what it last showed. */
export class Screen {
  #view = "loading";
  #announced = "";
  #onStage = "";
  #newsEnds: ReturnType<typeof setTimeout> | undefined;

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
    all<HTMLAnchorElement>(this.root, "[data-visit-record]").forEach(link => { link.href = `/visits/${visit.encounterId}`; });
    fill(this.root, "told", this.texts.say("told", { who: visit.other }));
    fill(this.root, "call-title", this.texts.say("call-with", { who: visit.other }));
    fill(this.root, "planned", visit.plannedAt ? this.times.clock(visit.plannedAt) : "");
    showOnly(all(this.root, "[data-planned]"), () => visit.plannedAt !== undefined && visit.plannedAt !== null);
  }

  show(room: Room): void {
    const role = room.visit?.role;
    showOnly(all(this.root, "[data-view]"), view =>
      view.dataset["view"] === room.view && (!view.dataset["role"] || (view.dataset["role"] === "practitioner") === (role === "practitioner")));
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

  /** Says for a moment, on the picture too, what has just happened. */
  news(sentence: string): void {
    this.announce(sentence);
    fill(this.root, "news", sentence);
    showOnly(all(this.root, "[data-news]"), () => true);
    clearTimeout(this.#newsEnds);
    this.#newsEnds = setTimeout(() => showOnly(all(this.root, "[data-news]"), () => false), newsLast);
  }

  #names(clinic: string, other: string): void {
    fill(this.root, "clinic", clinic);
    fill(this.root, "other", other);
  }

  #only(role: string | undefined): void {
    showOnly(all(this.root, "[data-only]"), only => role === undefined || only.dataset["only"] === role);
    showOnly(all(this.root, "[data-not-for]"), part => part.dataset["notFor"] !== role);
  }

  #day(at: string, now: Date): string {
    const day = this.times.day(at);
    return this.times.isToday(at, now) ? this.texts.say("today", { day }) : day.charAt(0).toUpperCase() + day.slice(1);
  }

  #connection(room: Room): void {
    const state = room.ended ? "ended" : connection(room);
    const word = state === "good" ? goodWord(room) : `connection-${state}`;
    fill(this.root, "connection", this.texts.say(word, { who: room.other?.name ?? room.visit?.other ?? "" }));
    // Beside the word, not in it: who listens hears when the word changes, and not every number.
    fill(this.root, "score", state === "good" && room.quality && word !== "quality-other-poor" ? this.texts.say("score", { score: room.quality.score }) : "");
    for (const mark of ["aria-pressed", "aria-checked"]) {
      all(this.root, `[data-do=sound-only][${mark}]`).forEach(button => button.setAttribute(mark, String(Boolean(room.quality?.soundOnly))));
    }
    showOnly(all(this.root, "[data-suggest]"), () => Boolean(room.quality?.suggest) && !room.ended && room.media === "connected");
    this.root.dataset["connection"] = state;
    showOnly(all(this.root, "[data-line-lost]"), () => room.line === "reconnecting");
  }

  #stage(room: Room): void {
    const who = room.visit?.other ?? "";
    const key = stageWord(room);
    const words = all(this.root, "[data-stage-word]");
    showOnly(words, () => key !== null);
    for (const word of words) {
      fill(word, "stage-word", key ? this.texts.say(`stage-${key}`, { who }) : "");
      fill(word, "stage-hint", key ? this.texts.say(`stage-${key}-hint`, { who, elsewhere: room.elsewhere?.other ?? "" }) : "");
      showOnly(all(word, "[data-do=admit]"), () => key === "admit");
      showOnly(all(word, "[data-resume]"), () => key === "paused");
      showOnly(all(word, "[data-do=sound-only]"), () => key === "sound-byChoice" || key === "sound-network");
      showOnly(all(word, "[data-do=hold-other], [data-other-room]"), () => key === "elsewhere");
      all<HTMLAnchorElement>(word, "[data-other-room]").forEach(link => {
        link.href = room.elsewhere?.url ?? "";
      });
    }
    all(this.root, "[data-remote]").forEach(video => { video.classList.toggle("unseen", key !== null); });
    const shown = presenter(room);
    showOnly(all(this.root, "[data-screen], [data-screen-caption]"), () => shown !== null && key !== "paused" && key !== "right-back");
    all(this.root, ".stage").forEach(stage => stage.toggleAttribute("data-presenting", shown !== null));
    fill(this.root, "screen-caption", shown ? this.texts.say("screen-of", { who: shown.name }) : "");
    showOnly(all(this.root, "[data-sharing]"), () => room.sharing && !room.pausedAt);
    const notice = this.#notice(room, who);
    fill(this.root, "notice", notice);
    showOnly(all(this.root, "[data-notice]"), () => notice !== "");
    const sentence = key && room.view === "call" ? this.texts.say(`stage-${key}`, { who }) : "";
    if (sentence !== this.#onStage) { // told once, not again after whatever else was told meanwhile
      this.#onStage = sentence;
      if (sentence) {
        this.announce(sentence);
      }
    }
  }

  #notice(room: Room, who: string): string {
    if (!room.notice || room.ended) {
      return "";
    }
    if (room.notice.kind === "screen-taken" || room.notice.kind === "screen-unreachable" || room.notice.kind === "press-unheard") {
      return this.texts.say(room.notice.kind, { who: room.notice.kind === "screen-taken" ? room.notice.who : "" });
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
    showOnly(all(this.root, "[data-toolbar]"), () => !over);
    showOnly(all(this.root, "[data-self-tile]"), () => !over && !room.quality?.soundOnly); // nobody sees it, and it would lie on the words
    showOnly(all(this.root, "[data-after]"), () => over);
  }

  #duration(seconds: number): string {
    return seconds < 60 ? this.texts.say("under-a-minute") : this.texts.say("minutes", { minutes: Math.round(seconds / 60) });
  }

  /** A new view is a new page for who listens: its title takes the focus. */
  #focus(room: Room): void {
    if (room.view === this.#view) {
      return;
    }
    this.#view = room.view;
    // Once it is drawn: focus asks for the layout at once, and whoever is being called should not wait for that.
    requestAnimationFrame(() => setTimeout(() => {
      if (room.view === this.#view) {
        scrollTo(0, 0); // the place in the view before means nothing here
        all(this.root, "[data-view]:not([hidden]) h1[tabindex]")[0]?.focus({ preventScroll: true });
      }
    }));
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
  if (room.pausedAt) {
    return room.visit?.role === "practitioner" ? "paused" : "right-back";
  }
  if (room.media === "connected") {
    const [own, others] = [room.quality?.soundOnly, room.other?.soundOnly];
    return presenter(room) ? null : own ? `sound-${own}` : others ? `other-sound-${others}` : room.other?.camera === false ? "camera-off" : null;
  }
  if (room.line === "reconnecting") {
    return "offline";
  }
  if (room.other?.present === false) {
    return room.other.dropped ? "dropped" : "gone";
  }
  return room.media === "silent" ? "dropped" : room.media === "interrupted" ? "interrupted" : "connecting";
}
