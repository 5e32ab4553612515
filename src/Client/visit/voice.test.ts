import { expect, test } from "vitest";
import { Loudness, Voice } from "./voice";

const said = (...levels: number[]): boolean[] => {
  const voice = new Voice();
  return levels.map((level, index) => voice.hear(level, index * 250));
};

test("Who is loud twice soon after one another speaks, low moments between them or not; a single click or cough does not count", () => {
  expect(said(0, 0.1, 0, 0.2)).toEqual([false, false, false, true]);
  expect(said(0.1, 0, 0, 0, 0, 0.1, 0)).not.toContain(true);
});

test("A breath between two words is no silence, a second is", () => {
  expect(said(0.1, 0.1, 0, 0, 0, 0.1)).toEqual([false, true, true, true, true, true]);
  expect(said(0.1, 0.1, 0, 0, 0, 0)).toEqual([false, true, true, true, true, false]);
});

test("A voice that grows soft is still heard, and noise alone is never a voice", () => {
  expect(said(0.1, 0.1, ...Array<number>(8).fill(0.015)).at(-1)).toBe(true);
  expect(said(...Array<number>(8).fill(0.015)).at(-1)).toBe(false);
});

test("How loud it was is taken over the time since the last look, and after a new connection begins anew", () => {
  const loudness = new Loudness();
  const counted = (totalAudioEnergy: number, totalSamplesDuration: number) => loudness.since({ type: "media-source", totalAudioEnergy, totalSamplesDuration });
  expect(counted(0.01, 1)).toBeCloseTo(0.1);
  expect(counted(0.01, 1.25)).toBe(0);
  expect(counted(0.02, 1.5)).toBeCloseTo(0.2);
  expect(counted(0, 0.2)).toBe(0);
  expect(counted(0.0025, 0.45)).toBeCloseTo(0.1);
});

test("A browser that counts no energy tells the level of the moment", () => {
  expect([new Loudness().since({ type: "inbound-rtp", audioLevel: 0.3 }), new Loudness().since({ type: "inbound-rtp" })]).toEqual([0.3, 0]);
});
