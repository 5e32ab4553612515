/** What is known of one way: blocked, or open; `ms` is its round trip where something came back through it. */
export type Way = { open: boolean; ms?: number };

/** What the tries found so far; what is missing is not known yet, or cannot be tried here. */
export interface Found {
  /** The WebSocket to our server. */
  line?: Way;
  /** Whether the browser has any way of its own over UDP: a company may forbid it. */
  direct?: boolean;
  /** Our relay's answer over UDP that needs no password. */
  stun?: Way;
  relay: { udp?: Way; tcp?: Way; tls?: Way };
  /** Nothing more will be tried. */
  done: boolean;
}

export type Verdict = "checking" | "good" | "reached" | "slow" | "relayed" | "perhaps" | "no-line" | "no-relay" | "blocked";

/** A round trip with which people begin to speak at the same time, ms. */
const slow = 400;

/**
 * What the findings mean for a call. Without a relay nobody can know whether the two will find a direct way: then only what was reached is
 * claimed. `relay`: whether this clinic has one.
 */
export function verdictOf(found: Found, relay: boolean): Verdict {
  if (found.line?.open === false) {
    return "no-line";
  }
  const ways = Object.values(found.relay);
  const udp = found.stun?.open === true || found.relay.udp?.open === true;
  const udpBlocked = found.direct === false || found.stun?.open === false || (found.relay.udp?.open === false);
  if (!udpBlocked || udp) {
    if (!found.done && !udp) {
      return "checking";
    }
    return (roundTripOf(found) ?? 0) > slow ? "slow" : found.line === undefined ? "checking" : udp ? "good" : "reached";
  }
  if (ways.some(way => way.open)) {
    return (roundTripOf(found) ?? 0) > slow ? "slow" : "relayed";
  }
  if (!found.done) {
    return "checking";
  }
  return !relay ? "no-relay" : ways.length === 0 ? "perhaps" : "blocked";
}

/** Those that ask for something to be done. */
export function isTrouble(verdict: Verdict): boolean {
  return verdict === "slow" || verdict === "perhaps" || verdict === "no-line" || verdict === "no-relay" || verdict === "blocked";
}

/** The round trip that the call will have at least, ms; the best that is known. */
export function roundTripOf(found: Found): number | undefined {
  const known = [found.line, found.stun, ...Object.values(found.relay)].flatMap(way => way?.ms ?? []);
  return known.length > 0 ? Math.round(Math.min(...known)) : undefined;
}
