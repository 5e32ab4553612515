import { expect, test } from "vitest";
import type { Participant, Role, VisitState, VisitStatus } from "./contract";
import { canNegotiate, connection, next, nowhere, type Room, type RoomEvent } from "./room";
import { stageWord } from "./screen";

const visit = (role: Role, status: VisitStatus = "waiting", account = false): VisitState => ({
  participantId: "me", encounterId: "e", role, you: "Me", other: "You", clinic: "North", zone: "Europe/Paris", status, modality: "video",
  admitByHand: false, account, polite: role === "patient", iceServers: [], chat: [], url: "/visit/me",
});

const other = (present = true): Participant =>
  ({ id: "you", role: "practitioner", name: "You", present, microphone: true, camera: true, screen: false, polite: false });

const after = (...events: RoomEvent[]): Room => events.reduce(next, nowhere);

const snapshot = (status: "waiting" | "active" | "ended", ...participants: Participant[]): RoomEvent =>
  ({ type: "snapshot", snapshot: { status, startedAt: status === "active" ? "2026-11-23T13:30:00Z" : null, participants, iceServers: [], chat: [] } });

test("A patient waits, a practitioner is in the room at once", () => {
  expect(after({ type: "entered", visit: visit("patient") }).view).toBe("waiting");
  expect(after({ type: "entered", visit: visit("practitioner") }).view).toBe("call");
});

test("The call starts by itself", () => {
  const room = after({ type: "entered", visit: visit("patient") }, snapshot("waiting", other(false)),
    { type: "arrived", participant: other() }, { type: "started", startedAt: "2026-11-23T13:30:00Z" });
  expect(room.view).toBe("call");
  expect(canNegotiate(room)).toBe(true);
});

test("Nobody negotiates with an absent person, or from a page that stepped aside", () => {
  const room = after({ type: "entered", visit: visit("patient") }, snapshot("active", other()));
  expect(canNegotiate(next(room, { type: "left", id: "you" }))).toBe(false);
  expect(canNegotiate(next(room, { type: "apart", why: "taken-over" }))).toBe(false);
});

test("A newer page takes over, and this one says so", () => {
  expect(after({ type: "entered", visit: visit("patient") }, snapshot("active", other()), { type: "apart", why: "taken-over" }).view).toBe("taken-over");
});

test("After the end the patient reads the summary, the practitioner keeps the note", () => {
  const ended: RoomEvent = { type: "ended", ended: { endedAt: "2026-11-23T13:42:00Z", reason: "byPractitioner", durationSeconds: 720 } };
  expect(after({ type: "entered", visit: visit("patient") }, ended).view).toBe("ended");
  expect(after({ type: "entered", visit: visit("practitioner") }, ended).view).toBe("ended");
  const room = after({ type: "entered", visit: visit("practitioner", "waiting", true) }, ended);
  expect([room.view, room.ended?.seconds, stageWord(room)]).toEqual(["call", 720, "ended"]);
});

test("The state of the connection is said by its worst part", () => {
  const room = after({ type: "entered", visit: visit("patient") }, snapshot("active", other()), { type: "media", state: "connected" });
  expect(connection(room)).toBe("good");
  expect(connection(next(room, { type: "line", state: "reconnecting" }))).toBe("reconnecting");
  expect(connection(next(room, { type: "left", id: "you" }))).toBe("other-reconnecting");
  expect(connection(next(room, { type: "media", state: "interrupted" }))).toBe("reconnecting");
  expect(connection(next(next(room, { type: "left", id: "you" }), { type: "media", state: "interrupted" }))).toBe("alone");
});

test("What stands in the place of the picture tells why there is none", () => {
  const waiting = after({ type: "entered", visit: visit("practitioner") }, snapshot("waiting", other(false)));
  expect(stageWord(waiting)).toBe("not-there");
  const active = after({ type: "entered", visit: visit("practitioner") }, snapshot("active", other()));
  expect(stageWord(active)).toBe("connecting");
  expect(stageWord(next(active, { type: "media", state: "connected" }))).toBeNull();
  const dark = next(next(active, { type: "media", state: "connected" }), { type: "changed", participant: { ...other(), camera: false } });
  expect(stageWord(dark)).toBe("camera-off");
  expect(stageWord(next(active, { type: "left", id: "you" }))).toBe("gone");
});

test("One's own arrival is not somebody else's", () => {
  const room = after({ type: "entered", visit: visit("patient") }, { type: "arrived", participant: { ...other(), id: "me" } });
  expect(room.other).toBeNull();
});

test("A cancelled visit says so", () => {
  expect(after({ type: "entered", visit: visit("patient", "cancelled") }).view).toBe("cancelled");
  expect(after({ type: "entered", visit: visit("patient") }, { type: "called-off" }).view).toBe("cancelled");
});
