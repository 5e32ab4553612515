import { expect, test, vi } from "vitest";
import { Devices } from "./devices";
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

/** A track that remembers whether it was stopped. */
function track(kind: "audio" | "video") {
  const made = { kind, enabled: true, stopped: false, label: kind, stop: () => { made.stopped = true; } };
  return made;
}

function equipped(ask: (wanted: MediaStreamConstraints) => Promise<ReturnType<typeof track>[]>) {
  class Stream {
    #tracks: { kind: string }[] = [];
    getTracks = () => this.#tracks;
    getAudioTracks = () => this.#tracks.filter(t => t.kind === "audio");
    getVideoTracks = () => this.#tracks.filter(t => t.kind === "video");
    addTrack = (t: { kind: string }) => void this.#tracks.push(t);
    removeTrack = (t: { kind: string }) => { this.#tracks = this.#tracks.filter(other => other !== t); };
  }
  vi.stubGlobal("MediaStream", Stream);
  vi.stubGlobal("RTCPeerConnection", class {});
  vi.stubGlobal("window", {});
  vi.stubGlobal("navigator", { mediaDevices: {
    addEventListener: () => undefined, enumerateDevices: async () => [],
    getUserMedia: async (wanted: MediaStreamConstraints) => ask(wanted).then(given => ({ getTracks: () => given })),
  } });
  return new Devices(() => undefined);
}

test("Whoever is muted stays muted with another microphone", async () => {
  const devices = equipped(async wanted => [...(wanted.audio ? [track("audio")] : []), ...(wanted.video ? [track("video")] : [])]);
  await devices.open("video");
  await devices.setMicrophone(false);
  await devices.choose("audio", "other");
  expect([devices.microphoneOn, devices.audio?.enabled]).toEqual([false, false]);
  await devices.setMicrophone(true);
  expect([devices.microphoneOn, devices.audio?.enabled]).toEqual([true, true]);
});

test("A camera that was switched off while the browser was still asked for it does not go on", async () => {
  let answer = () => {};
  const asked = new Promise<void>(done => { answer = done; });
  const picture = track("video");
  const devices = equipped(async wanted => { await asked; return wanted.video ? [track("audio"), picture] : []; });
  const opening = devices.open("video");
  await devices.setCamera(false);
  answer();
  await opening;
  expect([devices.cameraOn, devices.audio !== null, picture.stopped]).toEqual([false, true, true]);
});
