import { ask } from "../lib/http";
import type { Texts } from "../lib/texts";
import type { IncidentLine } from "./contract";

/** The five things that a visit's record must hold, as the server knows them. */
export interface Closing {
  report: "none" | "draft" | "signed";
  professional: string;
  number?: string | null;
  startedAt?: string | null;
  endedAt?: string | null;
  incidents: IncidentLine[];
  summary?: { liveSeconds: number; waitedSeconds: number; drops: number } | null;
  closedAt?: string | null;
  acts?: string | null;
}

/** What the practitioner states. */
export interface Statements {
  acts: string;
  noActs: boolean;
  noReport: boolean;
  number: string;
  noNumber: boolean;
  incidents: number;
}

export const readClosing = (encounterId: string): Promise<Closing> => ask<Closing>("GET", `/api/encounters/${encounterId}/closing`);

export const sendClosing = (encounterId: string, statements: Statements): Promise<void> =>
  ask<void>("POST", `/api/encounters/${encounterId}/closing`, statements);

export function lengthWords(seconds: number, texts: Texts): string {
  return seconds < 60 ? texts.say("seconds", { seconds: Math.max(0, Math.round(seconds)) }) : texts.say("minutes", { minutes: Math.round(seconds / 60) });
}

export function professionalWords(closing: Closing, texts: Texts): string {
  return closing.number
    ? texts.say("number-known", { name: closing.professional, number: closing.number.replace(/^(\d{2})(\d{3})(\d{3})(\d{3})$/, "$1 $2 $3 $4") })
    : texts.say("number-missing", { name: closing.professional });
}
