// What server and page say to each other about a visit (docs/architecture.md). Instants are ISO 8601 strings.

export type Role = "practitioner" | "patient" | "guest";
export type GuestKind = "interpreter" | "relative" | "practitioner" | "other";
export type VisitStatus = "waiting" | "active" | "ended" | "cancelled";
export type Place = "home" | "relative" | "pharmacy" | "careHome" | "work" | "elsewhere";

export interface Line {
  id: string;
  clientId: string;
  from: string;
  /** What was said; of a file its name. */
  text: string;
  at: string;
  delivery: "sent" | "delivered" | "seen";
  file?: SentFile | null;
}

/** A file in the chat: a document of the visit, which opens by account. */
export interface SentFile {
  documentId: string;
  contentType: string;
  /** In bytes. */
  length: number;
}

/** Everything a page needs to enter a visit; inlined in the visit page, or answered by redeeming a link. */
export interface VisitState {
  participantId: string;
  encounterId: string;
  patientId?: string | null;
  role: Role;
  you: string;
  /** Whom the visit is with: the patient for the practitioner, the practitioner for everyone else. */
  other: string;
  otherId: string;
  clinic: string;
  zone: string;
  status: VisitStatus;
  modality: "video" | "audio";
  plannedAt?: string | null;
  startedAt?: string | null;
  /** Since when the practitioner is away for a moment. */
  pausedAt?: string | null;
  endedAt?: string | null;
  durationSeconds?: number | null;
  endedBecause?: string | null;
  admitByHand: boolean;
  /** The browser is signed in as this very person. */
  account: boolean;
  /** Of two in a room, whoever has the higher seat gives way when their offers cross. */
  seat: number;
  iceServers: RTCIceServer[];
  chat: Line[];
  url: string;
  /** When this page got it, ms since 1970; noted by the page. */
  receivedAt?: number;
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
  /** Our relay's answer without a password, for whoever tries the network before joining; not there without a relay. */
  stun?: string | null;
}

export type Redeemed =
  | { state: "joined"; visit: VisitState }
  | { state: "other-device" | "early" | "ended" | "dead" | "wrong-code" };

export interface Participant {
  id: string;
  role: Role;
  /** What a guest is there for. */
  kind?: GuestKind | null;
  name: string;
  present: boolean;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  seat: number;
  /** Not there because their connection broke; noted by the page. */
  dropped?: boolean;
  /** Takes part with sound alone, and why. */
  soundOnly?: "byChoice" | "network" | null;
}

/** What was measured in the last two seconds over the worst connection; times in ms. */
export interface QualitySample {
  loss: number;
  roundTrip: number;
  jitter: number;
  fps: number;
  sentKbps: number;
  receivedKbps: number;
  freezes: number;
  relayed: boolean;
  joinMilliseconds?: number | undefined;
}

export type IncidentKind = "dropped" | "mediaLost" | "audioOnly" | "relayed" | "deviceTrouble" | "deviceChanged" | "endedAbnormally";
type Trouble = "Refused" | "Missing" | "Busy";
export type IncidentCode = "wayLost" | "byChoice" | "network" | "udp" | "tcp" | "tls" | `camera${Trouble}` | `microphone${Trouble}` | "camera" | "microphone" | "loudspeaker";

export interface IncidentReport {
  clientId: string;
  kind: IncidentKind;
  code: IncidentCode;
  over: boolean;
  /** With mediaLost: since when, ms. */
  lasted?: number;
}

export interface IncidentLine {
  kind: IncidentKind;
  code: string;
  participantId?: string | null;
  began: string;
  ended?: string | null;
}

export interface Snapshot {
  status: "waiting" | "active" | "ended";
  startedAt?: string | null;
  participants: Participant[];
  chat: Line[];
  pausedAt?: string | null;
  /** For a practitioner who is live in another room: that one must be held or left first. */
  elsewhere?: { participantId: string; other: string; url: string } | null;
}

/** A link of a guest that is shown and never again; `qr` is rows of dots, "1" black. */
export interface ShownLink {
  url: string;
  qr: string[];
}

export interface Signal {
  kind: "offer" | "answer" | "candidate";
  sdp?: string | null;
  candidate?: RTCIceCandidateInit | null;
  /** Of an answer: the offer that it answers, as `nameOf` names it. */
  answers?: string | null;
}

export interface Ended {
  endedAt: string;
  reason: string;
  durationSeconds: number;
}

/** Longest line of chat, in characters. */
export const longestLine = 2000;
