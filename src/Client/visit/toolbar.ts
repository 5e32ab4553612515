import { all, fill } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { Devices } from "./devices";

/** Buttons, words and our own tile say which of camera and microphone are on. */
export function showDevices(root: HTMLElement, { microphoneOn, cameraOn }: Devices, texts: Texts): void {
  for (const [name, on] of [["microphone", microphoneOn], ["camera", cameraOn]] as const) {
    all(root, `[data-do=${name}]`).forEach(button => button.setAttribute("aria-pressed", String(on)));
    fill(root, `${name}-ready`, texts.say(`${name}-${on ? "ready" : "none"}`));
  }
  all(root, "[data-self-tile]").forEach(tile => tile.classList.toggle("without-picture", !cameraOn));
}
