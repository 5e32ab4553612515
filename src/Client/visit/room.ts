import type { Ended, Participant, Snapshot, VisitState } from "./contract";

export type LineState = "connecting" | "connected" | "reconnecting" | "closed";
export type MediaState = "none" | "connecting" | "connected" | "interrupted";

/** All that the screens of a visit show, as one value; it changes only through `next`. */
export interface Room {
  view: View;
  visit: VisitState | null;
  other: Participant | null;
  startedAt: string | null;
  ended: { seconds: number | null; reason: string | null } | null;
  line: LineState;
  media: MediaState;
  /** The other room in which a practitioner is live. */
  elsewhere: Snapshot["elsewhere"];
  /** What the server gave notice of. */
  notice: Notice | null;
  /** Why we are not in the room any more, when we are not. */
  apart: "left" | "taken-over" | "refused" | null;
}

export type Notice = { kind: "ending-soon"; at: string } | { kind: "nobody-came" };

export type View =
  | "loading" | "prejoin" | "waiting" | "call" | "ended" | "cancelled"
  | "early" | "other-device" | "dead" | "unsupported" | "taken-over" | "left" | "unreachable";

export type RoomEvent =
  | { type: "shown"; view: View }
  | { type: "entered"; visit: VisitState }
  | { type: "line"; state: LineState }
  | { type: "media"; state: MediaState }
  | { type: "snapshot"; snapshot: Snapshot }
  | { type: "arrived" | "changed"; participant: Participant }
  | { type: "left"; id: string }
  | { type: "started"; startedAt: string }
  | { type: "ended"; ended: Ended }
  | { type: "called-off" }
  | { type: "notice"; notice: Notice }
  | { type: "apart"; why: "left" | "taken-over" | "refused" };

export const nowhere: Room = {
  view: "loading", visit: null, other: null, startedAt: null, ended: null, line: "closed", media: "none",
  elsewhere: null, notice: null, apart: null,
};

export function next(room: Room, event: RoomEvent): Room {
  switch (event.type) {
    case "shown": return { ...room, view: event.view };
    case "entered": return withView({
      ...room, visit: event.visit, apart: null, line: "connecting", startedAt: event.visit.startedAt ?? null, ended: endOf(event.visit),
    });
    case "line": return { ...room, line: event.state };
    case "media": return { ...room, media: event.state };
    case "snapshot": return withView(joined(room, event.snapshot));
    case "arrived":
    case "changed": return isMe(room, event.participant.id) ? room : { ...room, other: event.participant };
    case "left": return room.other?.id === event.id ? { ...room, other: { ...room.other, present: false } } : room;
    case "started": return withView({ ...withStatus(room, "active"), notice: null, elsewhere: null, startedAt: event.startedAt });
    case "ended": return withView({
      ...withStatus(room, "ended"), ended: { seconds: event.ended.durationSeconds, reason: event.ended.reason }, media: "none",
    });
    case "called-off": return withView({ ...withStatus(room, "cancelled"), media: "none", line: "closed" });
    case "notice": return { ...room, notice: event.notice };
    case "apart": return withView({ ...room, apart: event.why, media: "none", line: "closed" });
  }
}

/** In words of the toolbar: how the call stands. The worst thing known is the one to say. */
export function connection(room: Room): "waiting" | "alone" | "connecting" | "good" | "reconnecting" | "other-reconnecting" | "offline" {
  if (!room.startedAt) {
    return room.line === "reconnecting" ? "offline" : "waiting";
  }
  if (room.media === "connected") {
    return room.line === "reconnecting" ? "reconnecting" : room.other?.present === false ? "other-reconnecting" : "good";
  }
  if (room.line !== "connected") {
    return "offline";
  }
  if (!room.other?.present) {
    return "alone";
  }
  return room.media === "interrupted" ? "reconnecting" : "connecting";
}

/** True while the other person's page is there and the visit goes on: the moment to negotiate. */
export function canNegotiate(room: Room): boolean {
  return room.visit?.status === "active" && room.other?.present === true && room.apart === null;
}

function joined(room: Room, snapshot: Snapshot): Room {
  const others = snapshot.participants.filter(participant => !isMe(room, participant.id));
  return {
    ...withStatus(room, snapshot.status),
    other: others.find(participant => participant.present) ?? others[0] ?? null,
    startedAt: snapshot.startedAt ?? null,
    elsewhere: snapshot.elsewhere ?? null,
    line: "connected",
  };
}

function isMe(room: Room, id: string): boolean {
  return room.visit?.participantId === id;
}

function withStatus(room: Room, status: VisitState["status"]): Room {
  return room.visit ? { ...room, visit: { ...room.visit, status } } : room;
}

function endOf(visit: VisitState): Room["ended"] {
  return visit.status === "ended" ? { seconds: visit.durationSeconds ?? null, reason: visit.endedBecause ?? null } : null;
}

function withView(room: Room): Room {
  return room.visit ? { ...room, view: viewOf(room, room.visit) } : room;
}

function viewOf(room: Room, visit: VisitState): View {
  if (visit.status === "cancelled") {
    return "cancelled";
  }
  if (visit.status === "ended") {
    // Beside the picture lies the note, still to be signed: the practitioner stays on the call's screen.
    return visit.role === "practitioner" && visit.account ? "call" : "ended";
  }
  if (room.apart) {
    return room.apart === "refused" ? "unreachable" : room.apart;
  }
  return visit.role === "practitioner" || visit.status === "active" ? "call" : "waiting";
}
