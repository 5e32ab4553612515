import type { VisitState } from "./contract";

/** How old the credentials for the relay may be when ways are first gathered, ms; they hold for ten minutes. */
const fresh = 5 * 60_000;

/** How long new credentials are waited for, over a line that may be dead, ms. */
const supplyWait = 2000;

/** The relay's addresses with credentials that still hold; none where there is no relay. */
export class RelaySupply {
  #servers: RTCIceServer[];
  #at: number;

  constructor({ iceServers, receivedAt }: VisitState, private readonly ask: () => Promise<RTCIceServer[]>) {
    this.#servers = iceServers;
    this.#at = receivedAt ?? 0;
  }

  get servers(): RTCIceServer[] {
    return this.#servers;
  }

  /** New credentials where the ones at hand may have ended; without an answer, those are tried. */
  async supply(anew: boolean): Promise<RTCIceServer[] | undefined> {
    if (this.#servers.length === 0 || (!anew && Date.now() - this.#at < fresh)) {
      return undefined;
    }
    const silent = new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), supplyWait));
    const servers = await Promise.race([this.ask().catch(() => undefined), silent]);
    if (servers) {
      this.#servers = servers;
      this.#at = Date.now();
    }
    return servers;
  }
}
