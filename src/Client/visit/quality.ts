// What a connection's own counts say about a call; pure. The score's rule is the server's too (CallQuality.cs).

export type Level = "excellent" | "good" | "fair" | "poor";

/** Counts of one connection at one moment; what only grows is counted from its beginning. */
export interface Counters {
  /** ms */
  at: number;
  sentPackets: number;
  sentBytes: number;
  /** As the other side counts them; its reports come every second with picture, every five with sound alone. */
  sentLost: number;
  /** When the other side last reported, ms; 0: not yet. */
  reportedAt: number;
  receivedPackets: number;
  receivedLost: number;
  receivedBytes: number;
  framesDecoded: number;
  freezes: number;
  /** ms */
  roundTrip: number;
  /** ms, of the sound. */
  jitter: number;
  /** How we reach a relay; undefined: a direct way. */
  relay: "udp" | "tcp" | "tls" | undefined;
}

/** What happened between two looks. */
export interface Measure {
  /** Share of what we sent that did not arrive, 0 to 1; undefined: no news from the other side. */
  lossOut: number | undefined;
  lossIn: number;
  /** We sent, and nothing came, no report either. */
  silent: boolean;
  roundTrip: number;
  jitter: number;
  fps: number;
  freezes: number;
  sentKbps: number;
  receivedKbps: number;
  relay: Counters["relay"];
}

interface Entry {
  id: string;
  type: string;
  kind?: string;
  timestamp: number;
  [counter: string]: unknown;
}

/** Reads `getStats`; what a browser does not count is 0. */
export function read(report: Iterable<[string, unknown]>): Counters {
  const entries = new Map([...report] as [string, Entry][]);
  const of = (type: string) => [...entries.values()].filter(entry => entry.type === type);
  const sum = (type: string, counter: string) => of(type).reduce((total, entry) => total + number(entry[counter]), 0);
  const sound = [...of("inbound-rtp"), ...of("remote-inbound-rtp")].filter(entry => entry.kind === "audio");
  const remote = of("remote-inbound-rtp");
  const pair = selected(entries);
  const local = pair && entries.get(String(pair["localCandidateId"]));
  return {
    at: Math.max(0, ...of("outbound-rtp").concat(of("inbound-rtp")).map(entry => entry.timestamp)),
    sentPackets: sum("outbound-rtp", "packetsSent"),
    sentBytes: sum("outbound-rtp", "bytesSent"),
    sentLost: sum("remote-inbound-rtp", "packetsLost"),
    reportedAt: Math.max(0, ...remote.map(entry => entry.timestamp)),
    receivedPackets: sum("inbound-rtp", "packetsReceived"),
    receivedLost: sum("inbound-rtp", "packetsLost"),
    receivedBytes: sum("inbound-rtp", "bytesReceived"),
    framesDecoded: sum("inbound-rtp", "framesDecoded"),
    freezes: sum("inbound-rtp", "freezeCount"),
    roundTrip: 1000 * (number(pair?.["currentRoundTripTime"]) || Math.max(0, ...remote.map(entry => number(entry["roundTripTime"])))),
    jitter: 1000 * Math.max(0, ...sound.map(entry => number(entry["jitter"]))),
    relay: local?.["candidateType"] === "relay" ? (local["relayProtocol"] as Counters["relay"]) ?? "udp" : undefined,
  };
}

/** @param reported The last look before `after` that had a report: what is lost is told since then, whenever that was. */
export function measure(before: Counters, after: Counters, reported: Counters = before): Measure {
  const seconds = Math.max(0.001, (after.at - before.at) / 1000);
  const grown = (counter: "sentPackets" | "sentBytes" | "sentLost" | "receivedPackets" | "receivedLost" | "receivedBytes" | "framesDecoded" | "freezes", since = before) =>
    Math.max(0, after[counter] - since[counter]); // a packet sent again makes a loss smaller
  const hasReport = after.reportedAt > reported.reportedAt;
  return {
    lossOut: hasReport ? share(grown("sentLost", reported), grown("sentPackets", reported)) : undefined,
    silent: !hasReport && grown("sentPackets") > 0 && grown("receivedPackets") === 0,
    lossIn: share(grown("receivedLost"), grown("receivedLost") + grown("receivedPackets")),
    roundTrip: after.roundTrip,
    jitter: after.jitter,
    fps: grown("framesDecoded") / seconds,
    freezes: grown("freezes"),
    sentKbps: 8 * grown("sentBytes") / 1000 / seconds,
    receivedKbps: 8 * grown("receivedBytes") / 1000 / seconds,
    relay: after.relay,
  };
}

/** 0 to 100: loss weighs half, the round trip three tenths, jitter the rest. */
export function score(loss: number, roundTrip: number, jitter: number): number {
  const left = (taken: number) => Math.min(100, Math.max(0, 100 - taken));
  return 0.5 * left(300 * loss) + 0.3 * left(roundTrip / 5) + 0.2 * left(2 * jitter);
}

export function levelOf(points: number): Level {
  return points >= 85 ? "excellent" : points >= 70 ? "good" : points >= 50 ? "fair" : "poor";
}

/** Stats of the way that is in use; not every browser names it. */
function selected(entries: Map<string, Entry>): Entry | undefined {
  const all = [...entries.values()];
  const named = all.find(entry => entry.type === "transport")?.["selectedCandidatePairId"];
  return entries.get(String(named)) ?? all.find(entry => entry.type === "candidate-pair" && entry["nominated"] === true && entry["state"] === "succeeded");
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
