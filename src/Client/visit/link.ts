import { ask } from "../lib/http";
import type { Expected, Redeemed } from "./contract";
import type { Early } from "./early";

/**
 * The magic link of this page. Its token came in the address's fragment, was taken out of the address at once, and lives in memory only:
 * the history, a referrer and a shared address never carry it.
 */
export class Link {
  constructor(readonly token: string) {}

  static fromAddress(): Link {
    const token = location.hash.slice(1);
    if (token) {
      history.replaceState(history.state, "", location.pathname);
    }
    return new Link(token);
  }

  /** The whole address, for another browser. */
  get address(): string {
    return `${location.origin}/join#${this.token}`;
  }

  async expected(): Promise<Expected> {
    const early = (window as Early).telemedExpected;
    (window as Early).telemedExpected = undefined; // asked early, and once
    return (await early?.catch(() => undefined) as Expected | undefined) ?? ask("POST", "/join/expected", { token: this.token });
  }

  redeem(place: string | null): Promise<Redeemed> {
    return ask("POST", "/join/redeem", { token: this.token, place });
  }

  sendCode(): Promise<void> {
    return ask("POST", "/join/code", { token: this.token });
  }

  continueHere(code: string, place: string | null): Promise<Redeemed> {
    return ask("POST", "/join/continue", { token: this.token, code, place });
  }

  renew(): Promise<void> {
    return ask("POST", "/join/renew", { token: this.token });
  }
}

/** The kind of place, from whoever joins without redeeming a link. Nobody is kept out because it did not get through. */
export async function sayPlace(participantId: string, place: string | null): Promise<void> {
  if (place) {
    await ask("PUT", `/visit/${participantId}/place`, { place }).catch(() => undefined);
  }
}
