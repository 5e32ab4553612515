import type { Texts } from "../lib/texts";

/** What the server tells a waiting patient of the turn. Instants are ISO 8601 strings. */
export interface Turn {
  ahead: number;
  expectedAt?: string | null;
  late: boolean;
  near: boolean;
  placeLost: boolean;
  since: string;
}

const minute = 60_000;

/** Estimates are coarse: rounded up to five minutes, from an hour on to a quarter of one. 0: less than five. */
export function roundedMinutes(milliseconds: number): number {
  const minutes = Math.ceil(milliseconds / minute);
  return minutes < 5 ? 0 : minutes < 60 ? Math.ceil(minutes / 5) * 5 : Math.ceil(minutes / 15) * 15;
}

/** The clock time of an estimate, no finer than the estimate itself: rounded up to five minutes. */
export function roundedTime(at: string): Date {
  return new Date(Math.ceil(Date.parse(at) / (5 * minute)) * 5 * minute);
}

export function aheadWords(turn: Turn, texts: Texts): string {
  return turn.ahead === 0 ? texts.say("turn-none") : turn.ahead === 1 ? texts.say("turn-one") : texts.say("turn-many", { count: turn.ahead });
}

/** The whole sentence below the figures: how many, how long, how late, and a place that was lost. Says nothing that is not known. */
export function turnWords(turn: Turn, who: string, plannedAt: string | null | undefined, now: number, texts: Texts): string {
  const place = turn.ahead === 0 ? "turn-next" : turn.ahead === 1 ? "turn-one-before" : "turn-many-before";
  return [
    turn.placeLost ? texts.say("turn-lost") : "",
    texts.say(place, { count: turn.ahead }),
    turn.expectedAt ? inWords(Date.parse(turn.expectedAt) - now, texts) : "",
    turn.late ? lateWords(turn, who, plannedAt, texts) : "",
  ].filter(sentence => sentence).join(" ");
}

function inWords(milliseconds: number, texts: Texts): string {
  const minutes = roundedMinutes(milliseconds);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return minutes === 0 ? texts.say("turn-in-under-5")
    : minutes < 60 ? texts.say("turn-in-minutes", { minutes })
    : minutes === 60 ? texts.say("turn-in-hour")
    : rest === 0 ? texts.say("turn-in-whole-hours", { hours })
    : texts.say("turn-in-hours", { hours, minutes: rest });
}

function lateWords(turn: Turn, who: string, plannedAt: string | null | undefined, texts: Texts): string {
  if (!turn.expectedAt || !plannedAt) {
    return texts.say("turn-late", { who });
  }
  const minutes = roundedMinutes(Date.parse(turn.expectedAt) - Date.parse(plannedAt));
  return minutes === 0 ? texts.say("turn-late", { who })
    : minutes > 60 ? texts.say("turn-late-hour", { who })
    : texts.say("turn-late-by", { who, minutes });
}
