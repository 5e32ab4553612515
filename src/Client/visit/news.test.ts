import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Participant, VisitState } from "./contract";
import { blink, News } from "./news";
import { next, nowhere, type Room, type RoomEvent } from "./room";

const marie: Participant = { id: "marie", role: "guest", kind: "interpreter", name: "Marie", present: true, microphone: true, camera: true, screen: false, seat: 2 };

let room: Room;
let said: string[];
let news: News;

const hear = (event: RoomEvent): void => {
  room = next(room, event);
  news.hear(event, room);
};

beforeEach(() => {
  vi.useFakeTimers();
  room = next(nowhere, { type: "entered", visit: { participantId: "me", otherId: "you", role: "patient", status: "active" } as VisitState });
  said = [];
  news = new News((what, who) => said.push(`${who.name} ${what}`));
});

afterEach(() => { vi.useRealTimers(); });

test("A guest who comes in is announced, and one who was there before us is not", () => {
  hear({ type: "snapshot", snapshot: { status: "active", participants: [marie], chat: [] } });
  expect([said, news.here.length]).toEqual([[], 1]);
  hear({ type: "arrived", participant: { ...marie, id: "paul", name: "Paul" } });
  expect(said).toEqual(["Paul came"]);
});

test("A page that is reloaded is neither a departure nor an arrival", () => {
  hear({ type: "arrived", participant: marie });
  hear({ type: "left", id: "marie" });
  vi.advanceTimersByTime(blink - 1);
  hear({ type: "arrived", participant: marie });
  vi.advanceTimersByTime(blink);
  expect([said, news.here.length]).toEqual([["Marie came"], 1]);
});

test("Whoever stays away has gone, and whoever was removed has at once", () => {
  hear({ type: "arrived", participant: marie });
  hear({ type: "left", id: "marie" });
  vi.advanceTimersByTime(blink);
  expect(said).toEqual(["Marie came", "Marie went"]);
  hear({ type: "arrived", participant: marie });
  hear({ type: "removed", id: "marie" });
  expect(said).toEqual(["Marie came", "Marie went", "Marie came", "Marie went"]);
});
