// @vitest-environment jsdom
import { expect, test } from "vitest";
import { Texts } from "../lib/texts";
import { chipsOf, type WaitingPage } from "./waiting-chips";

const texts = new Texts(JSON.stringify({
  "lost": "Disconnected", "picture-and-sound": "Picture and sound", "sound-only": "Sound only", "no-media": "Nothing", "and-why": "{what}: {why}",
  "camera-refused": "camera refused", "microphone-silent": "nobody is heard", "network-blocked": "Network blocks calls", "quality-good": "Good connection",
}));
const shown = (page: Partial<WaitingPage>) =>
  chipsOf({ camera: true, microphone: true, ...page }, texts).map(chip => `${chip.dataset["tone"]}: ${chip.textContent?.trim()}`);

test("Beside what is switched on stands how good the connection is, once that is known", () => {
  expect(shown({})).toEqual(["accent: Picture and sound"]);
  expect(shown({ report: { quality: "good" } })).toEqual(["accent: Picture and sound", "accent: Good connection"]);
});

test("What does not work is said with the reason, and stands out", () => {
  expect(shown({ camera: false, report: { camera: "refused", quality: "good" } })).toEqual(["warning: Sound only: camera refused", "accent: Good connection"]);
  expect(shown({ report: { microphone: "silent", camera: null } })).toEqual(["warning: Picture and sound: nobody is heard"]);
  expect(shown({ report: { network: "blocked", quality: "poor" } })).toEqual(["accent: Picture and sound", "warning: Network blocks calls"]);
});

test("Of whoever is gone nothing else is known", () => {
  expect(shown({ goneSince: "2026-11-23T13:31:00Z", report: { quality: "good" } })).toEqual(["warning: Disconnected"]);
});
