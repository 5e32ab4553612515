import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Chat } from "./chat";
import type { Participant, VisitState } from "./contract";
import type { Devices } from "./devices";
import { next, nowhere, type Room } from "./room";
import type { WireEvents } from "./room-line";
import { Session } from "./session";

const sayings = vi.hoisted(() => ({ events: undefined as WireEvents | undefined }));

vi.mock("./wire", () => ({
  Wire: class {
    constructor(_: string, events: WireEvents) { sayings.events = events; }
    open(): void {}
    close(): void {}
    setMedia(): void {}
  },
}));
vi.mock("./peers", () => ({
  share: () => undefined,
  Peer: class {
    link = { state: "new" };
    meet(): void {}
    heal(): void {}
    close(): void {}
    listen(): void {}
  },
}));

const bob: Participant = { id: "bob", role: "patient", name: "Bob", present: true, microphone: true, camera: true, screen: false, seat: 1 };
const visit = { participantId: "alice", otherId: "bob", other: "Bob", role: "practitioner", status: "active", seat: 0, iceServers: [], modality: "video" } as unknown as VisitState;

let room: Room;
let session: Session;

beforeEach(() => {
  vi.useFakeTimers();
  room = next(nowhere, { type: "entered", visit });
  session = new Session(visit, { cameraOn: true, microphoneOn: true } as Devices, {} as Chat, () => room, event => { room = next(room, event); }, () => undefined);
  session.open();
  sayings.events!.arrived(bob);
});

afterEach(() => {
  session.close();
  vi.useRealTimers();
});

const how = () => { const { present, dropped } = room.others[0]!; return { present, dropped: dropped === true }; };

test("Whoever's connection broke is expected back for thirty seconds, and then simply not there", () => {
  sayings.events!.left("bob", true);
  vi.advanceTimersByTime(29_999);
  expect(how()).toEqual({ present: false, dropped: true });
  vi.advanceTimersByTime(1);
  expect(how()).toEqual({ present: false, dropped: false });
});

test("Whoever came back in time stays there, and a second drop is waited for as long again", () => {
  sayings.events!.left("bob", true);
  vi.advanceTimersByTime(20_000);
  sayings.events!.arrived(bob);
  vi.advanceTimersByTime(9000);
  sayings.events!.left("bob", true);
  vi.advanceTimersByTime(29_999);
  expect(how()).toEqual({ present: false, dropped: true });
  vi.advanceTimersByTime(1);
  expect(how()).toEqual({ present: false, dropped: false });
});

test("Whoever pressed Leave is not expected at all", () => {
  sayings.events!.left("bob", false);
  expect(how()).toEqual({ present: false, dropped: false });
});
