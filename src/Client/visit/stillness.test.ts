import { expect, test, vi } from "vitest";
import { stillness, Stillness } from "./stillness";

test("What flowed and stops is noticed once, and again after it flowed anew; what never flowed is not", async () => {
  vi.useFakeTimers();
  let count = 0;
  let noticed = 0;
  const watch = new Stillness(() => Promise.resolve(count), () => true, () => noticed++);
  watch.watch();
  await vi.advanceTimersByTimeAsync(10 * stillness);
  expect(noticed).toBe(0);
  for (const round of [1, 2]) {
    for (let step = 0; step < 4; step++) {
      count++;
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(noticed).toBe(round - 1);
    await vi.advanceTimersByTimeAsync(stillness + 500);
    expect(noticed).toBe(round);
    await vi.advanceTimersByTimeAsync(10 * stillness);
    expect(noticed).toBe(round);
  }
  watch.close();
});

test("After a sleep it is noticed at once, though packets came in meanwhile", async () => {
  vi.useFakeTimers();
  let count = 0;
  let noticed = 0;
  const watch = new Stillness(() => Promise.resolve(count++), () => true, () => noticed++);
  watch.watch();
  await vi.advanceTimersByTimeAsync(5 * stillness);
  expect(noticed).toBe(0);
  vi.setSystemTime(Date.now() + 40_000); // no timer fires in a machine that sleeps
  await vi.advanceTimersByTimeAsync(stillness / 2);
  expect(noticed).toBe(1);
  await vi.advanceTimersByTimeAsync(5 * stillness);
  expect(noticed).toBe(1);
  watch.close();
});

test("A pause is no stillness, however soon it ends and whatever was still on its way when it began", async () => {
  vi.useFakeTimers();
  let count = 0;
  let noticed = 0;
  let paused = false;
  const watch = new Stillness(() => Promise.resolve(count), () => !paused, () => noticed++);
  watch.watch();
  const flow = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      count++;
      await vi.advanceTimersByTimeAsync(100);
    }
  };
  await flow(2 * stillness);
  paused = true;
  await flow(stillness / 2);
  await vi.advanceTimersByTimeAsync(stillness / 2);
  paused = false;
  await vi.advanceTimersByTimeAsync(0.9 * stillness);
  expect(noticed).toBe(0);
  await flow(2 * stillness);
  expect(noticed).toBe(0);
  await vi.advanceTimersByTimeAsync(2 * stillness);
  expect(noticed).toBe(1);
  watch.close();
});
