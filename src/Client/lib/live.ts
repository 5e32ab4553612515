import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from "@microsoft/signalr";
import { Pause, retryDelay } from "./retry";

/** The one line of a page on which the server says that something changed; never what. After every return all topics are asked anew. */
class Live {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #pause = new Pause();
  #hub: HubConnection | undefined;

  on(topic: string, listener: () => void): () => void {
    const all = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, all.add(listener));
    if (!this.#hub) {
      this.#open();
    }
    return () => all.delete(listener);
  }

  #open(): void {
    const hub = this.#hub = new HubConnectionBuilder()
      .withUrl("/hubs/live", { skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None)
      .build();
    hub.on("Changed", (topic: string) => this.#listeners.get(topic)?.forEach(listener => listener()));
    // Not at the start of the line: what changes before the server has listed this page would be missed.
    hub.on("Listening", () => this.#listeners.forEach(all => all.forEach(listener => listener())));
    hub.onclose(() => void this.#run(hub, 0));
    addEventListener("online", () => this.#pause.wake());
    document.addEventListener("visibilitychange", () => this.#pause.wake());
    void this.#run(hub, 0);
  }

  async #run(hub: HubConnection, from: number): Promise<void> {
    for (let attempt = from; hub.state === HubConnectionState.Disconnected; attempt++) {
      await this.#pause.wait(retryDelay(attempt));
      await hub.start().catch(() => undefined);
    }
  }
}

export const live = new Live();
