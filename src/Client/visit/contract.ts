// What server and page say to each other about a visit (docs/architecture.md). Instants are ISO 8601 strings.

export type Role = "practitioner" | "patient";
export type VisitStatus = "waiting" | "active" | "ended" | "cancelled";
export type Place = "home" | "relative" | "pharmacy" | "careHome" | "work" | "elsewhere";

export interface Line {
  id: string;
  clientId: string;
  from: string;
  text: string;
  at: string;
}

/** Everything a page needs to enter a visit; inlined in the visit page, or answered by redeeming a link. */
export interface VisitState {
  participantId: string;
  encounterId: string;
  patientId?: string | null;
  role: Role;
  you: string;
  other: string;
  clinic: string;
  zone: string;
  status: VisitStatus;
  modality: "video" | "audio";
  plannedAt?: string | null;
  startedAt?: string | null;
  endedAt?: string | null;
  durationSeconds?: number | null;
  endedBecause?: string | null;
  admitByHand: boolean;
  /** The browser is signed in as this very person. */
  account: boolean;
  polite: boolean;
  iceServers: RTCIceServer[];
  chat: Line[];
  url: string;
}

export interface Expected {
  state: "open" | "early" | "other-device" | "ended" | "dead";
  clinic?: string;
  who?: string;
  you?: string;
  role?: Role;
  plannedAt?: string | null;
  opensAt?: string | null;
  zone?: string;
  modality?: "video" | "audio";
  participantId?: string;
}

export type Redeemed =
  | { state: "joined"; visit: VisitState }
  | { state: "other-device" | "early" | "ended" | "dead" | "wrong-code" };

export interface Participant {
  id: string;
  role: Role;
  name: string;
  present: boolean;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  polite: boolean;
}

export interface Snapshot {
  status: "waiting" | "active" | "ended";
  startedAt?: string | null;
  participants: Participant[];
  iceServers: RTCIceServer[];
  chat: Line[];
  /** For a practitioner who is live in another room: that one must be held or left first. */
  elsewhere?: { participantId: string; other: string; url: string } | null;
}

export interface Signal {
  kind: "offer" | "answer" | "candidate";
  sdp?: string | null;
  candidate?: RTCIceCandidateInit | null;
}

export interface Ended {
  endedAt: string;
  reason: string;
  durationSeconds: number;
}

/** Longest line of chat, in characters. */
export const longestLine = 2000;
