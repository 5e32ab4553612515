import { beforeEach, expect, test } from "vitest";
import { MediaLoss } from "./media-loss";
import type { MediaState, Room } from "./room";

const bob = { id: "bob", seat: 1, present: true };
let told: [boolean, number][];
let loss: MediaLoss;
let room: Room;

function are(state: MediaState, change: object = {}): void {
  room = { line: "connected", pausedAt: null, visit: { status: "active", seat: 0 }, others: [bob], medias: { bob: state }, ...change } as unknown as Room;
}

/** Looks twice a second for so long. */
function pass(from: number, seconds: number): number {
  for (let half = 0; half <= seconds * 2; half++) {
    loss.look(from + half * 500);
  }
  return from + seconds * 1000;
}

beforeEach(() => {
  told = [];
  are("connected");
  loss = new MediaLoss(() => room, (over, lasted) => told.push([over, lasted]));
  pass(0, 1);
});

test("A loss of some seconds is told once, when it is over, with its length", () => {
  are("interrupted");
  pass(2000, 4);
  are("connecting"); // a new way is tried
  pass(6500, 1);
  are("connected");
  loss.look(8000);
  loss.look(8500);
  expect(told).toEqual([[true, 6000]]);
});

test("One that lasts is told while it lasts, and again when it is over", () => {
  are("interrupted");
  pass(2000, 12);
  expect(told).toEqual([[false, 10_000]]);
  are("connected");
  loss.look(15_000);
  expect(told).toEqual([[false, 10_000], [true, 13_000]]);
});

test("A blink, the first way found, and a pause are none", () => {
  are("interrupted");
  pass(2000, 1);
  are("connected");
  loss.look(3500);
  loss.forget("bob"); // a new page of theirs
  are("connecting");
  pass(4000, 8);
  are("connected");
  loss.look(13_000);
  are("interrupted", { pausedAt: "2026-03-02T09:00:00Z" });
  pass(14_000, 15);
  expect(told).toEqual([]);
});

test("A line that broke, ours or theirs, is not told as a loss; one told before ends with it", () => {
  are("interrupted");
  pass(2000, 3);
  are("interrupted", { line: "reconnecting" });
  pass(5500, 1);
  are("connected");
  loss.look(7500);
  are("interrupted");
  pass(8000, 3);
  are("silent");
  pass(11_500, 4);
  are("interrupted", { others: [{ ...bob, present: false }] });
  pass(16_000, 4);
  are("connected");
  pass(21_000, 1);
  are("interrupted");
  pass(23_000, 5);
  are("interrupted", { others: [{ ...bob, present: false }] });
  pass(28_500, 2);
  expect(told).toEqual([]);
});

test("Of the two pages only that of whoever sits lower tells", () => {
  are("connected", { visit: { status: "active", seat: 2 } });
  loss.look(2000);
  are("interrupted", { visit: { status: "active", seat: 2 } });
  pass(2500, 15);
  expect(told).toEqual([]);
});
