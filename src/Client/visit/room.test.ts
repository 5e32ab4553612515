import { expect, test } from "vitest";
import type { Participant, Role, VisitState, VisitStatus } from "./contract";
import { canNegotiate, connection, next, nowhere, presenter, type Room, type RoomEvent } from "./room";
import { stageWord } from "./screen";

const visit = (role: Role, status: VisitStatus = "waiting", account = false): VisitState => ({
  participantId: "me", encounterId: "e", role, you: "Me", other: "You", otherId: "you", clinic: "North", zone: "Europe/Paris", status, modality: "video",
  admitByHand: false, account, seat: role === "patient" ? 1 : 0, iceServers: [], chat: [], url: "/visit/me",
});

const other = (present = true): Participant =>
  ({ id: "you", role: "practitioner", name: "You", present, microphone: true, camera: true, screen: false, seat: 0 });

const marie: Participant = { ...other(), id: "marie", role: "guest", kind: "interpreter", name: "Marie", seat: 2 };

const after = (...events: RoomEvent[]): Room => events.reduce(next, nowhere);

const snapshot = (status: "waiting" | "active" | "ended", ...participants: Participant[]): RoomEvent =>
  ({ type: "snapshot", snapshot: { status, startedAt: status === "active" ? "2026-11-23T13:30:00Z" : null, participants, chat: [] } });

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

test("While the patient waits to be let in, they and the practitioner prepare their connection; a guest does not", () => {
  const waiting = (role: "patient" | "practitioner" | "guest") => (admitByHand: boolean) =>
    canNegotiate(after({ type: "entered", visit: { ...visit(role), admitByHand } }, snapshot("waiting", other())));
  expect([waiting("patient")(true), waiting("practitioner")(true), waiting("guest")(true)]).toEqual([true, true, false]);
  expect([waiting("patient")(false), waiting("practitioner")(false)]).toEqual([false, false]);
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

test("Whose line was away at the end reads that it ended as soon as it is back, and then how", () => {
  const room = after({ type: "entered", visit: visit("patient") }, snapshot("active", other()), { type: "line", state: "reconnecting" }, snapshot("ended", other(false)));
  expect([room.view, room.ended, canNegotiate(room)]).toEqual(["ended", { seconds: null, reason: null }, false]);
  expect(next(room, { type: "ended", ended: { endedAt: "2026-11-23T13:42:00Z", reason: "byPractitioner", durationSeconds: 720 } }).ended?.seconds).toBe(720);
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

test("A guest is one of the others, and the visit stays with the one it is with", () => {
  const room = after({ type: "entered", visit: visit("patient") }, snapshot("active", { ...marie, present: false }, other()), { type: "arrived", participant: marie });
  expect(room.others.map(person => [person.id, person.present])).toEqual([["you", true], ["marie", true]]);
  expect(room.other?.id).toBe("you");
  expect(canNegotiate(room, "marie")).toBe(true);
  const alone = next(room, { type: "left", id: "you" });
  expect([canNegotiate(alone), canNegotiate(alone, "marie"), alone.other?.present]).toEqual([false, true, false]);
});

test("Whose picture comes is known of each, and the call's own state is that of the other", () => {
  const room = after({ type: "entered", visit: visit("patient") }, snapshot("active", other(), marie),
    { type: "media", id: "you", state: "connected" }, { type: "media", id: "marie", state: "interrupted" });
  expect([room.media, room.medias]).toEqual(["connected", { you: "connected", marie: "interrupted" }]);
});

test("A removed guest is no longer among the others, and on their own page that is said", () => {
  const room = after({ type: "entered", visit: visit("patient") }, snapshot("active", other(), marie), { type: "removed", id: "marie" });
  expect(room.others.map(person => person.id)).toEqual(["you"]);
  expect(after({ type: "entered", visit: visit("guest") }, snapshot("active", other()), { type: "apart", why: "removed" }).view).toBe("removed");
});

test("Who dropped is expected back and who left is not; our own broken line is said as ours", () => {
  const call = after({ type: "entered", visit: visit("patient") }, snapshot("active", other()), { type: "media", id: "you", state: "connected" });
  const dropped = next(call, { type: "left", id: "you", dropped: true });
  expect([connection(dropped), stageWord(dropped)]).toEqual(["other-reconnecting", null]); // their picture still comes
  const dark = next(dropped, { type: "media", id: "you", state: "interrupted" });
  expect([connection(dark), stageWord(dark)]).toEqual(["other-reconnecting", "dropped"]);
  const gone = next(dark, { type: "left", id: "you" });
  expect([connection(gone), stageWord(gone)]).toEqual(["alone", "gone"]);
  const back = next(gone, { type: "arrived", participant: other() });
  expect([connection(back), stageWord(back)]).toEqual(["reconnecting", "interrupted"]);
  const theirs = next(back, { type: "media", id: "you", state: "silent" });
  expect([connection(theirs), stageWord(theirs)]).toEqual(["other-reconnecting", "dropped"]);
  const ours = next(back, { type: "line", state: "reconnecting" });
  expect([connection(ours), stageWord(ours)]).toEqual(["offline", "offline"]);
});

test("A pause stands before everything else, for each side in its own words, until it ends", () => {
  const paused = after({ type: "entered", visit: { ...visit("patient", "active"), pausedAt: "2026-11-23T13:31:00Z" } }, { type: "paused", at: "2026-11-23T13:31:00Z" });
  expect(stageWord(paused)).toBe("right-back");
  const doctor = after({ type: "entered", visit: visit("practitioner") }, snapshot("active", other()), { type: "media", state: "connected" },
    { type: "paused", at: "2026-11-23T13:31:00Z" });
  expect(stageWord(doctor)).toBe("paused");
  expect(stageWord(next(doctor, { type: "paused", at: null }))).toBeNull();
  expect(next(doctor, { type: "ended", ended: { endedAt: "2026-11-23T13:42:00Z", reason: "byPractitioner", durationSeconds: 720 } }).pausedAt).toBeNull();
});

test("A screen that another shows is seen while the call goes on, even without their camera, and stays through a loss of their line", () => {
  const room = after({ type: "entered", visit: visit("patient") }, snapshot("active", { ...other(), camera: false, screen: true }), { type: "media", id: "you", state: "connected" });
  expect([presenter(room)?.id, stageWord(room)]).toEqual(["you", null]);
  expect(presenter(next(room, { type: "left", id: "you" }))?.id).toBe("you");
  expect(presenter(next(room, { type: "paused", at: "2026-11-23T13:31:00Z" }))).toBeNull();
  expect(presenter(next(room, { type: "changed", participant: other() }))).toBeNull();
});
