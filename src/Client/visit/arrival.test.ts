import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Arrival } from "./arrival";
import type { Expected } from "./contract";
import type { Link } from "./link";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

/** The link answers one after the other; undefined: not at all. */
function scene(...answers: (Partial<Expected> | undefined)[]) {
  const done: string[] = [];
  const link = { token: "t", expected: async () => answers.shift() ?? Promise.reject(new Error("away")) } as unknown as Link;
  const devices = { setCamera: async (on: boolean) => { done.push(`camera ${on}`); }, close: () => { done.push("closed"); } };
  const arrival: Arrival = new Arrival(link, devices, {
    open: modality => { done.push(`opened ${modality}`); }, show: view => { done.push(view); },
    decide: ({ state }) => {
      done.push(state);
      if (state === "early") {
        arrival.lookLater();
      }
    },
  });
  return { arrival, done };
}

test("A link that is too early opens camera and microphone no more until there is something to join, whatever happens to the line", async () => {
  const { arrival, done } = scene({ state: "early" }, { state: "early" }, undefined, { state: "open", modality: "video" });
  await arrival.look();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toEqual(["opened video", "early", "early", "opened video", "open"]);
});

test("Of a visit by sound alone the camera is switched off again", async () => {
  const { arrival, done } = scene({ state: "open", modality: "audio" });
  await arrival.look();
  expect([arrival.modality, done]).toEqual(["audio", ["opened video", "camera false", "open"]]);
});

test("When the server does not answer, camera and microphone are let go", async () => {
  const { arrival, done } = scene(undefined);
  await arrival.look();
  expect(done).toEqual(["opened video", "closed", "unreachable"]);
});
