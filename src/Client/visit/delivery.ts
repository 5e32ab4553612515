import type { Chat } from "./chat";
import type { Wire } from "./wire";

/** Lines of the chat on their way over the wire: ours to the server until it has them, and word of what reached this page to the others. */
export class Delivery {
  #hearing = false;

  /** @param joined We are in the room: before that, joining sends what waits. */
  constructor(private readonly wire: Pick<Wire, "say" | "heard">, private readonly chat: Chat, private readonly joined: () => boolean) {}

  say(text: string): void {
    const line = this.chat.write(text, crypto.randomUUID(), new Date());
    void this.#deliver(line.clientId, line.text);
  }

  repeat(clientId: string, text: string): void {
    this.chat.retry(clientId);
    void this.#deliver(clientId, text);
  }

  /** Again what the server has not acknowledged; what it has had all the same, it knows by its id. */
  deliverUnsent(): void {
    this.chat.unsent.forEach(line => void this.#deliver(line.clientId, line.text));
  }

  /** Another socket: a report over the old one may wait for ever. */
  renew(): void {
    this.#hearing = false;
  }

  /** Tells the others how far their lines came: to this page, or before these eyes. What fails is told with the next, or on rejoining. */
  async hear(): Promise<void> {
    if (this.#hearing) {
      return;
    }
    this.#hearing = true;
    try {
      for (let news = this.chat.unheard; news; news = this.chat.unheard) {
        await this.wire.heard(news.lines, news.seen);
        this.chat.reach(news.lines, news.seen);
      }
    } catch {
      // the line is away, or it was too much at once
    } finally {
      this.#hearing = false;
    }
  }

  async #deliver(clientId: string, text: string): Promise<void> {
    if (!this.joined()) {
      return;
    }
    try {
      const { id, at } = await this.wire.say(clientId, text);
      this.chat.acknowledge(clientId, at, id);
    } catch (error) {
      // Refused by the server: failed, and the person decides. The line was away: it goes out again on rejoining.
      if (String(error).includes("HubException")) {
        this.chat.fail(clientId);
      }
    }
  }
}
