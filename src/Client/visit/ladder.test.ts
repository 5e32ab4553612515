import { expect, test } from "vitest";
import { encodingOf, soundAlone, step, top, type Ladder } from "./ladder";

const after = (losses: number[], from: Ladder = top, roundTrip = 50) => losses.reduce((ladder, loss) => step(ladder, loss, roundTrip), from);
const many = (loss: number, looks: number) => Array.from({ length: looks }, () => loss);

test.each([
  ["nothing is lost", many(0, 30), 0],
  ["a little is lost", many(0.04, 30), 0],
  ["one look is uneasy", [0, 0.07, 0], 0],
  ["two looks are uneasy", [0.07, 0.07], 1],
  ["a tenth is lost once", [0.12], 1],
  ["a tenth goes on being lost", many(0.12, 20), 3], // 5 frames a second, and no less
  ["a quarter is lost once", [0.3], 2],
  ["a quarter is lost twice", [0.3, 0.3], 3],
  ["a quarter is lost for four looks", many(0.3, 4), soundAlone],
  ["two fifths are lost for long", many(0.4, 50), soundAlone],
])("When %s, the rung is right", (_, losses, rung) => expect(after(losses).rung).toBe(rung));

test("From full picture to sound alone takes four looks under heavy loss, each step down at once", () => {
  expect([1, 2, 3, 4].map(looks => after(many(0.4, looks)).rung)).toEqual([2, 3, 3, soundAlone]);
});

test("A queue that grows is as bad as loss", () => {
  expect(after(many(0, 2), top, 1500).rung).toBe(1);
  expect(after(many(0, 6), top, 3000).rung).toBe(soundAlone);
});

test("When it heals, the picture comes back rung by rung", () => {
  let ladder = after(many(0.4, 6));
  const seen = [ladder.rung];
  for (let look = 0; look < 12; look++) {
    ladder = step(ladder, 0, 50);
    if (ladder.rung !== seen[seen.length - 1]) {
      seen.push(ladder.rung);
    }
  }
  expect(seen).toEqual([4, 3, 2, 1, 0]);
});

test("A step up that did not hold makes the next one wait twice as long, so that nothing swings", () => {
  let ladder = after(many(0.12, 1));
  const climbs: number[] = [];
  for (let look = 0, rung = ladder.rung; look < 200; look++, rung = ladder.rung) {
    ladder = step(ladder, ladder.rung === 0 ? 0.12 : 0, 50); // the network carries one rung less than all
    if (ladder.rung < rung) {
      climbs.push(look);
    }
  }
  expect(climbs.length).toBeLessThanOrEqual(9);
  expect(climbs.slice(1, 5).map((look, i) => look - climbs[i]!)).toEqual([7, 13, 25, 31]);
});

test("Once a step up has held, the next trouble is met without a grudge", () => {
  const wary = { ...top, needs: 24, since: 0 };
  expect(after(many(0, 12), wary).needs).toBe(top.needs);
});

test("Between calm and bad nothing moves", () => {
  expect(after(many(0.04, 50), { ...top, rung: 2 }).rung).toBe(2);
});

test.each([
  [0, 720, undefined, { active: true }],
  [0, 720, 500_000, { active: true, maxBitrate: 500_000 }],
  [1, 720, undefined, { active: true, scaleResolutionDownBy: 2, maxFramerate: 30, maxBitrate: 500_000 }],
  [1, 720, 300_000, { active: true, scaleResolutionDownBy: 2, maxFramerate: 30, maxBitrate: 300_000 }],
  [2, 480, undefined, { active: true, scaleResolutionDownBy: 480 / 180, maxFramerate: 15, maxBitrate: 150_000 }],
  [3, 144, undefined, { active: true, scaleResolutionDownBy: 1, maxFramerate: 5, maxBitrate: 80_000 }],
  [soundAlone, 720, undefined, { active: false }],
])("Rung %d of a picture of %d lines, shared at %s, is sent so", (rung, side, share, encoding) => expect(encodingOf(rung, side, share)).toEqual(encoding));
