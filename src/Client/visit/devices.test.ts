import { expect, test } from "vitest";
import { newcomers, sameHeadset } from "./plugged";
import { troubleOf } from "./trouble";

test("What went wrong with a camera is told apart", () => {
  expect(["NotAllowedError", "NotReadableError", "NotFoundError", "OverconstrainedError"].map(name => troubleOf({ name })))
    .toEqual(["refused", "busy", "missing", "missing"]);
  expect(troubleOf({ name: "NotAllowedError", message: "Permission denied by system" })).toBe("system");
  expect(troubleOf({ name: "NotAllowedError", message: "Permission dismissed" })).toBe("dismissed");
  expect(troubleOf(undefined)).toBe("missing");
});

const device = (kind: MediaDeviceKind, deviceId: string, groupId = "", label = deviceId) => ({ kind, deviceId, groupId, label });
const laptop = [device("audioinput", "default"), device("audioinput", "built-in", "laptop"), device("audiooutput", "built-in", "laptop")];
const headset = [device("audioinput", "head-mic", "head"), device("audiooutput", "head-ears", "head")];

test("A headset that is plugged in is one newcomer with two ends", () => {
  const now = [...laptop, ...headset, device("audiooutput", "default", "head")];
  expect(newcomers(laptop, now).map(d => d.deviceId)).toEqual(["head-mic"]);
  expect(sameHeadset(headset[0]!, now).map(d => d.deviceId)).toEqual(["head-mic", "head-ears"]);
});

test("Nothing is new while a browser hides the names, and nothing when something is taken away", () => {
  expect(newcomers([device("audioinput", "")], [...laptop, ...headset])).toEqual([]);
  expect(newcomers([...laptop, ...headset], laptop)).toEqual([]);
});

test("A camera with a microphone of its own is taken for a camera", () => {
  const camera = [device("videoinput", "webcam", "webcam"), device("audioinput", "webcam-mic", "webcam")];
  expect(sameHeadset(camera[0]!, camera)).toEqual([camera[0]]);
});
