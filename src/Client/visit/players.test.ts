// @vitest-environment jsdom
import { expect, test } from "vitest";
import { startAll } from "./players";

function scene(answer: () => Promise<void>) {
  document.body.innerHTML = "<main><video></video><p data-blocked hidden></p></main>";
  const root = document.querySelector("main")!;
  const video = root.querySelector("video")!;
  Object.defineProperty(video, "srcObject", { value: {} });
  video.play = answer;
  return { root, blocked: root.querySelector<HTMLElement>("[data-blocked]")! };
}

test("A browser that refuses to begin the sound is asked by a press, which goes away when it does", async () => {
  let allowed = false;
  const { root, blocked } = scene(async () => { if (!allowed) { throw Object.assign(new Error(), { name: "NotAllowedError" }); } });
  await startAll(root);
  expect(blocked.hidden).toBe(false);
  allowed = true;
  await startAll(root);
  expect(blocked.hidden).toBe(true);
});

test("One that only began anew meanwhile asks for no press", async () => {
  const { root, blocked } = scene(async () => { throw Object.assign(new Error(), { name: "AbortError" }); });
  await startAll(root);
  expect(blocked.hidden).toBe(true);
});
