import { roundTripOf, verdictOf, type Found, type Verdict, type Way } from "./verdict";

/** Where the network is tried. Relay and credentials are known to participants alone; before Join there is at most the relay's address. */
export interface NetworkPaths {
  /** Our relay's answer without a password, as `stun:host:port`; not there without a relay. */
  stun?: string | undefined;
  /** A participant's own credentials for the relay. */
  relay: RTCIceServer[];
}

/** https://wicg.github.io/netinfo/: not in every browser. */
const network = (navigator as { connection?: EventTarget }).connection;

/** How long one way is waited for, ms. */
const patience = 4000;

/** How many messages go to and fro; the quickest counts, since the first ones meet a line that is still warming up. */
const echoes = 3;

/** Says nothing about networks: what our server answers on for whoever has not joined yet. */
const linePath = "/hubs/line";

/** @param roundTrip The call's at least, ms; undefined: not known yet. */
type Tell = (verdict: Verdict, roundTrip: number | undefined) => void;

/** Tries the network now, and anew whenever it changes, until `stop`. */
export function watchNetwork(paths: NetworkPaths, stop: AbortSignal, tell: Tell): void {
  let current = new AbortController();
  const again = () => {
    current.abort();
    current = new AbortController();
    void tryNetwork(paths, current.signal, tell);
  };
  addEventListener("online", again, { signal: stop });
  network?.addEventListener("change", again, { signal: stop });
  stop.addEventListener("abort", () => current.abort());
  again();
}

/**
 * Tries each way that a call could take, one after the other, and tells after each what it means. Nobody outside is asked: our server, our
 * relay, and the browser itself. Ends at once when `stop` says so.
 */
async function tryNetwork(paths: NetworkPaths, stop: AbortSignal, tell: Tell): Promise<void> {
  const found: Found = { relay: {}, done: false };
  const relay = paths.stun !== undefined || paths.relay.length > 0;
  const learn = <K extends keyof Found>(name: K, value: Found[K]) => {
    found[name] = value;
    if (!stop.aborted) {
      tell(verdictOf(found, relay), roundTripOf(found));
    }
  };
  const line = tryLine(stop).then(way => learn("line", way));
  const ways = await ownWays(paths.relay.length > 0 ? undefined : paths.stun, stop);
  learn("direct", ways.direct);
  if (ways.stun) {
    learn("stun", ways.stun);
  }
  for (const [name, server] of transports(paths.relay)) {
    if (!stop.aborted) {
      learn("relay", { ...found.relay, [name]: await tryRelay(server, stop) });
    }
  }
  await line;
  learn("done", true);
}

/** The relay by UDP, by TCP and by TLS, as RFC 7065 writes them. */
function transports(servers: RTCIceServer[]): ["udp" | "tcp" | "tls", RTCIceServer][] {
  return servers.flatMap(server => [server.urls].flat().map((url): ["udp" | "tcp" | "tls", RTCIceServer] =>
    [url.startsWith("turns:") ? "tls" : url.endsWith("=tcp") ? "tcp" : "udp", { ...server, urls: url }]));
}

/** The WebSocket: a proxy that lets pages through may still stop it. */
function tryLine(stop: AbortSignal): Promise<Way> {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${linePath}`);
  return within(stop, () => socket.close(), done => {
    const times = timed(text => socket.send(text), done);
    socket.onopen = () => times.next();
    socket.onmessage = () => times.next();
    socket.onerror = socket.onclose = () => done({ open: false });
  });
}

/** What the browser gathers by itself, and whether our relay answers it over UDP. */
async function ownWays(stun: string | undefined, stop: AbortSignal): Promise<{ direct: boolean; stun?: Way }> {
  const peer = new RTCPeerConnection({ iceServers: stun ? [{ urls: stun }] : [] });
  let direct = false;
  const answered = await within(stop, () => peer.close(), done => {
    let failed = false;
    peer.onicecandidateerror = () => { failed = true; };
    peer.onicecandidate = ({ candidate }) => {
      direct ||= candidate?.protocol === "udp" || / udp /i.test(candidate?.candidate ?? "");
      if (candidate?.type === "srflx") {
        done({ open: true });
      } else if (!candidate) {
        done({ open: !failed }); // a computer without a router in front hears its own address, which is no new one
      }
    };
    peer.createDataChannel("");
    void peer.setLocalDescription().catch(() => done({ open: false }));
  });
  return stun ? { direct, stun: answered } : { direct };
}

/** Two ends in this page that can only meet at the relay, by one way of reaching it. */
function tryRelay(server: RTCIceServer, stop: AbortSignal): Promise<Way> {
  const ends = [0, 1].map(() => new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: "relay" })) as [RTCPeerConnection, RTCPeerConnection];
  let reached = false;
  const close = () => ends.forEach(end => end.close());
  return within(stop, close, done => {
    ends.forEach((end, index) => {
      end.onicecandidate = ({ candidate }) => {
        if (candidate?.candidate) {
          reached = true; // the relay gave us a place: we have been there and back
          void ends[1 - index]!.addIceCandidate(candidate).catch(() => undefined);
        } else if (!candidate && !reached) {
          done({ open: false }); // nothing to be had there: no need to wait longer
        }
      };
      // The relay itself answered, with a no (too many places, credentials that ended): there is a way to it. 7xx: no answer.
      end.onicecandidateerror = ({ errorCode }) => { reached ||= errorCode < 700; };
    });
    const channel = ends[0].createDataChannel("echo");
    const times = timed(text => channel.send(text), way => done({ ...way, ms: (way.ms ?? 0) / 2 })); // to the relay and back lies twice in it
    channel.onopen = () => times.next();
    channel.onmessage = () => times.next();
    ends[1].ondatachannel = ({ channel: other }) => { other.onmessage = ({ data }) => other.send(data as string); };
    void connect(ends).catch(() => done({ open: reached }));
    // A relay in a private network refuses to lead to itself: its place is answer enough.
    ends[0].onconnectionstatechange = () => { if (ends[0].connectionState === "failed") { done({ open: reached }); } };
  }, () => ({ open: reached }));
}

async function connect([one, other]: [RTCPeerConnection, RTCPeerConnection]): Promise<void> {
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription!);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription!);
}

/** Sends and waits for the echo, a few times over; then the quickest is the answer. */
function timed(send: (text: string) => void, done: (way: Way) => void): { next(): void } {
  let [left, sent, best] = [echoes, 0, Infinity];
  return {
    next: () => {
      best = sent ? Math.min(best, performance.now() - sent) : best;
      if (left-- === 0) {
        done({ open: true, ms: best });
        return;
      }
      sent = performance.now();
      send("?");
    },
  };
}

/** The first answer; none in time means blocked, unless `otherwise` knows better. Whatever was opened is closed. */
function within(stop: AbortSignal, close: () => void, start: (done: (way: Way) => void) => void, otherwise = (): Way => ({ open: false })): Promise<Way> {
  return new Promise(resolve => {
    const done = (way: Way) => {
      clearTimeout(timer);
      stop.removeEventListener("abort", stopped);
      close();
      resolve(way);
    };
    const stopped = () => done({ open: false });
    const timer = setTimeout(() => done(otherwise()), patience);
    stop.addEventListener("abort", stopped);
    if (stop.aborted) {
      stopped();
    } else {
      start(done);
    }
  });
}
