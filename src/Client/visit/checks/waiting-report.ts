import type { Devices } from "../devices";
import type { Trouble } from "../trouble";
import type { Hearing } from "./silence";
import { isTrouble, type Verdict } from "./verdict";

/** What a waiting page tells the practitioner's list of itself; what is missing is well, or not known yet. */
export interface WaitingReport {
  network?: "slow" | "perhaps" | "noLine" | "noRelay" | "blocked";
  /** ms */
  roundTrip?: number;
  camera?: "refused" | "missing" | "busy";
  microphone?: "refused" | "missing" | "busy" | "silent";
}

/** A question that was put away, or a page that may not ask, is none that the practitioner could help with. */
const reasons: Partial<Record<Trouble, "refused" | "missing" | "busy">> = { refused: "refused", system: "refused", missing: "missing", busy: "busy" };

const networks: Partial<Record<Verdict, NonNullable<WaitingReport["network"]>>> =
  { "slow": "slow", "perhaps": "perhaps", "no-line": "noLine", "no-relay": "noRelay", "blocked": "blocked" };

export interface Found {
  verdict: Verdict;
  roundTrip: number | undefined;
  hearing: Hearing | "off";
}

export function reportOf({ verdict, roundTrip, hearing }: Found, { audio, video, trouble }: Pick<Devices, "audio" | "video" | "trouble">, withPicture: boolean): WaitingReport {
  const report: WaitingReport = {};
  const [network, why] = [isTrouble(verdict) ? networks[verdict] : undefined, trouble && reasons[trouble.trouble]];
  if (network) {
    report.network = network;
  }
  if (roundTrip !== undefined && verdict !== "checking") {
    report.roundTrip = Math.round(roundTrip);
  }
  if (why && withPicture && !video && trouble?.kind !== "audio") {
    report.camera = why;
  }
  if (why && !audio && trouble?.kind !== "video") {
    report.microphone = why;
  } else if (audio && (hearing === "silent" || hearing === "muted")) {
    report.microphone = "silent";
  }
  return report;
}
