import { all, fill } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { Devices } from "./devices";

/** Buttons, words and our own tile say which of camera and microphone are on. */
export function showDevices(root: HTMLElement, { microphoneOn, cameraOn }: Devices, texts: Texts): void {
  for (const [name, on, word] of [["microphone", microphoneOn, "mic"], ["camera", cameraOn, "video"]] as const) {
    for (const button of all(root, `[data-do=${name}]`)) {
      button.setAttribute("aria-pressed", String(on));
      button.querySelector("use")?.setAttribute("href", `/icons.svg#icon-${word}${on ? "" : "-off"}`);
    }
    fill(root, `${name}-ready`, texts.say(`${name}-${on ? "ready" : "none"}`));
  }
  all(root, "[data-self-tile]").forEach(tile => tile.classList.toggle("without-picture", !cameraOn));
}
