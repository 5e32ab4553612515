import type { Ended, Participant, Snapshot, VisitState } from "./contract";
import type { Level } from "./quality";
import type { Quality } from "./quality-watch";

export type LineState = "connecting" | "connected" | "reconnecting" | "closed";
/** `silent`: nothing comes from their page at all, though our own line lives. */
export type MediaState = "none" | "connecting" | "connected" | "interrupted" | "silent";

/** All that the screens of a visit show, as one value; it changes only through `next`. */
export interface Room {
  view: View;
  visit: VisitState | null;
  /** Everybody else who belongs here, present or not, in the order of their seats. */
  others: Participant[];
  /** The one whom the visit is with: the patient for the practitioner, the practitioner for everyone else. */
  other: Participant | null;
  startedAt: string | null;
  ended: { seconds: number | null; reason: string | null } | null;
  line: LineState;
  /** Picture and sound of `other`. */
  media: MediaState;
  /** Picture and sound of each of the others, by id. */
  medias: Readonly<Record<string, MediaState>>;
  /** Since when the practitioner is away for a moment: nothing is sent either way. */
  pausedAt: string | null;
  /** Our own screen is shown. */
  sharing: boolean;
  /** How the call is for us; null: not measured yet. */
  quality: Quality | null;
  /** How it is for the others, by id. */
  levels: Readonly<Record<string, Level>>;
  /** The other room in which a practitioner is live. */
  elsewhere: Snapshot["elsewhere"];
  /** What the server gave notice of. */
  notice: Notice | null;
  /** Why we are not in the room any more, when we are not. */
  apart: Apart | null;
}

export type Apart = "left" | "taken-over" | "removed" | "refused";

export type Notice = { kind: "ending-soon"; at: string } | { kind: "nobody-came" } | { kind: "screen-taken"; who: string } | { kind: "screen-unreachable" | "press-unheard" };

export type View =
  | "loading" | "prejoin" | "waiting" | "call" | "ended" | "cancelled"
  | "early" | "other-device" | "dead" | "unsupported" | "taken-over" | "removed" | "left" | "unreachable";

export type RoomEvent =
  | { type: "shown"; view: View }
  | { type: "entered"; visit: VisitState }
  | { type: "line"; state: LineState }
  /** Without an id: of `other`. */
  | { type: "media"; state: MediaState; id?: string }
  | { type: "quality"; quality: Quality }
  | { type: "level"; id: string; level: Level }
  | { type: "snapshot"; snapshot: Snapshot }
  | { type: "arrived" | "changed" | "invited"; participant: Participant }
  /** `dropped`: their connection broke, and they are expected back. */
  | { type: "left"; id: string; dropped?: boolean }
  | { type: "removed"; id: string }
  | { type: "started"; startedAt: string }
  | { type: "ended"; ended: Ended }
  | { type: "called-off" }
  | { type: "turn-changed" }
  | { type: "paused"; at: string | null }
  | { type: "sharing"; on: boolean }
  | { type: "notice"; notice: Notice | null }
  | { type: "apart"; why: Apart };

export const nowhere: Room = {
  view: "loading", visit: null, others: [], other: null, startedAt: null, ended: null, line: "closed", media: "none", medias: {}, quality: null, levels: {},
  pausedAt: null, sharing: false, elsewhere: null, notice: null, apart: null,
};

export function next(room: Room, event: RoomEvent): Room {
  switch (event.type) {
    case "shown": return { ...room, view: event.view };
    case "entered": return withView({
      ...room, visit: event.visit, apart: null, quality: null, levels: {}, line: "connecting", startedAt: event.visit.startedAt ?? null, ended: endOf(event.visit),
      pausedAt: event.visit.pausedAt ?? null,
    });
    case "line": return { ...room, line: event.state };
    case "media": return withMedia(room, event.id ?? room.other?.id ?? room.visit?.otherId ?? "", event.state);
    case "quality": return { ...room, quality: event.quality };
    case "level": return { ...room, levels: { ...room.levels, [event.id]: event.level } };
    case "snapshot": return withView(joined(room, event.snapshot));
    case "arrived":
    case "changed":
    case "invited": return isMe(room, event.participant.id) ? room
      : withOthers(room, [...room.others.filter(other => other.id !== event.participant.id), event.participant]);
    case "left": return withOthers(room, room.others.map(other => other.id === event.id ? { ...other, present: false, dropped: event.dropped === true } : other));
    case "removed": return withOthers(room, room.others.filter(other => other.id !== event.id));
    case "started": return withView({ ...withStatus(room, "active"), notice: null, elsewhere: null, startedAt: event.startedAt });
    case "ended": return withView({
      ...withStatus(room, "ended"), ended: { seconds: event.ended.durationSeconds, reason: event.ended.reason }, ...nothing,
    });
    case "called-off": return withView({ ...withStatus(room, "cancelled"), ...nothing, line: "closed" });
    case "turn-changed": return room; // the turn is asked for, not told
    case "paused": return { ...room, pausedAt: event.at };
    case "sharing": return { ...room, sharing: event.on, notice: event.on && room.notice?.kind.startsWith("screen-") ? null : room.notice };
    case "notice": return { ...room, notice: event.notice };
    case "apart": return withView({ ...room, apart: event.why, ...nothing, line: "closed" });
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
    return room.other?.dropped ? "other-reconnecting" : "alone";
  }
  if (room.media === "silent") {
    return "other-reconnecting";
  }
  return room.media === "interrupted" ? "reconnecting" : "connecting";
}

/** Who shows their screen to us; null while nobody does, or the call is paused. */
export function presenter(room: Room): Participant | null {
  return room.pausedAt || room.visit?.status !== "active" ? null : room.others.find(other => other.screen && (other.present || room.medias[other.id] === "connected")) ?? null;
}

/** The word for a connection that holds: how good it is, once that is known, and whether it is the other's that is weak. */
export function goodWord({ quality, levels, other }: Room): "connection-good" | `quality-${Level}` | "quality-other-poor" {
  if (!quality) {
    return "connection-good";
  }
  return other && levels[other.id] === "poor" && quality.level !== "poor" ? "quality-other-poor" : `quality-${quality.level}`;
}

/**
 * True while that person's page is there (without an id: the page of `other`) and the visit goes on: the moment to negotiate. Where
 * patients are let in by hand, practitioner and patient do so already while the patient waits, without picture or sound: the call then
 * starts by putting those in. Elsewhere the call starts the moment both are there, and there is no time to prepare anything.
 */
export function canNegotiate(room: Room, id = room.other?.id): boolean {
  const { visit, apart, others } = room;
  const prepares = visit?.status === "waiting" && visit.admitByHand && visit.role !== "guest" && id === visit.otherId;
  return (visit?.status === "active" || prepares) && apart === null && others.some(other => other.id === id && other.present);
}

const nothing = { media: "none", medias: {}, pausedAt: null, sharing: false } as const;

function joined(room: Room, snapshot: Snapshot): Room {
  return {
    ...withOthers(withStatus(room, snapshot.status), snapshot.participants.filter(participant => !isMe(room, participant.id))),
    startedAt: snapshot.startedAt ?? null,
    ended: snapshot.status === "ended" ? room.ended ?? { seconds: null, reason: null } : room.ended, // how it ended follows
    pausedAt: snapshot.pausedAt ?? null,
    elsewhere: snapshot.elsewhere ?? null,
    line: "connected",
  };
}

function withOthers(room: Room, those: Participant[]): Room {
  const others = [...those].sort((a, b) => a.seat - b.seat);
  return { ...room, others, other: others.find(other => other.id === room.visit?.otherId) ?? null };
}

function withMedia(room: Room, id: string, state: MediaState): Room {
  return { ...room, medias: { ...room.medias, [id]: state }, media: id === room.visit?.otherId ? state : room.media };
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
