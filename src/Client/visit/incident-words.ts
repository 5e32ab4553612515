import type { Texts } from "../lib/texts";
import type { Times } from "../lib/time";
import type { IncidentLine } from "./contract";

/** Most incidents that the dialog at the end names one by one; all are on the visit's own page. */
const most = 4;

/** The line "technical incidents" of a visit, in words; "none" only when there was none. */
export function incidentWords(lines: readonly IncidentLine[], texts: Texts, times: Times): string {
  if (lines.length === 0) {
    return texts.say("incidents-none");
  }
  const named = lines.slice(0, most).map(line => texts.say(`incident-${line.kind}`, { time: times.clock(line.began), length: length(line, texts) }));
  const rest = lines.length - named.length;
  return `${texts.say("incidents-count", { count: lines.length })} ${named.join(texts.say("incidents-and"))}${rest > 0 ? texts.say("incidents-rest", { count: rest }) : ""}`;
}

function length({ began, ended }: IncidentLine, texts: Texts): string {
  if (!ended) {
    return texts.say("incident-goes-on");
  }
  const seconds = Math.max(1, Math.round((Date.parse(ended) - Date.parse(began)) / 1000));
  return seconds < 60 ? texts.say("seconds", { seconds }) : texts.say("minutes", { minutes: Math.round(seconds / 60) });
}
