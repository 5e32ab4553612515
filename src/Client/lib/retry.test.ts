import { expect, test, vi } from "vitest";
import { Pause, retryDelay } from "./retry";

test("The first tries come at once, after 0.3, 1.2 and 2.7 s", () => {
  expect([0, 1, 2, 3].map(attempt => retryDelay(attempt))).toEqual([0, 300, 1200, 2700]);
});

test("Later tries come about every 2 s, with jitter, for ever", () => {
  expect(retryDelay(4, () => 0)).toBe(1500);
  expect(retryDelay(5, () => 1)).toBe(2500);
  expect(retryDelay(100_000, () => 0.5)).toBe(2000);
});

test("A pause ends when it is woken", async () => {
  vi.useFakeTimers();
  const pause = new Pause();
  let over = false;
  const waiting = pause.wait(60_000).then(() => { over = true; });
  pause.wake();
  await waiting;
  expect(over).toBe(true);
  vi.useRealTimers();
});
