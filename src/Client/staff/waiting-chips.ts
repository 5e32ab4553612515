import { icon, make } from "../lib/dom";
import type { Texts } from "../lib/texts";

/** What a waiting page said of itself; what is missing is well, or not known yet. */
export interface WaitingReport {
  network?: "slow" | "perhaps" | "noLine" | "noRelay" | "blocked" | null;
  camera?: "refused" | "missing" | "busy" | null;
  microphone?: "refused" | "missing" | "busy" | "silent" | null;
  quality?: "poor" | "fair" | "good" | "excellent" | null;
}

/** A patient's page as the practitioner's list knows it. */
export interface WaitingPage {
  camera: boolean;
  microphone: boolean;
  /** When the connection was lost. */
  goneSince?: string | null;
  report?: WaitingReport | null;
}

/** What is switched on and why something is not; then how good the connection is, or what stands in its way. The page as it comes from the server shows the same. */
export function chipsOf(page: WaitingPage, texts: Texts): HTMLElement[] {
  if (page.goneSince) {
    return [chip("wifi-off", "warning", texts.say("lost"))];
  }
  const { network, quality, camera, microphone } = page.report ?? {};
  const what = texts.say(page.camera ? "picture-and-sound" : page.microphone ? "sound-only" : "no-media");
  const why = [microphone && texts.say(`microphone-${microphone}`), camera && texts.say(`camera-${camera}`)].filter(Boolean).join(", ");
  const equipment = chip(page.camera ? "video" : page.microphone ? "mic" : "mic-off", page.camera && !why ? "accent" : "warning",
    why ? texts.say("and-why", { what, why }) : what);
  return network ? [equipment, chip("wifi-off", "warning", texts.say(`network-${network}`))]
    : quality ? [equipment, chip("signal", quality === "poor" ? "warning" : "accent", texts.say(`quality-${quality}`))] : [equipment];
}

function chip(symbol: string, tone: string, words: string): HTMLElement {
  const made = make("span", "chip", icon(symbol), ` ${words}`);
  made.dataset["tone"] = tone;
  return made;
}
