// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { live } from "./live";

const server = vi.hoisted(() => {
  const methods = new Map<string, (...told: string[]) => void>();
  let closed = (): void => undefined;
  const line = {
    state: "Disconnected",
    on: (method: string, run: () => void) => methods.set(method, run),
    onclose: (run: () => void) => { closed = run; },
    start: (): Promise<void> => {
      line.state = "Connected";
      return Promise.resolve();
    },
    says: (method: string, ...told: string[]) => methods.get(method)!(...told),
    cuts: (): void => {
      line.state = "Disconnected";
      closed();
    },
  };
  return line;
});
vi.mock("@microsoft/signalr", () => ({
  HttpTransportType: { WebSockets: 1 }, HubConnectionState: { Disconnected: "Disconnected" }, LogLevel: { None: 6 },
  HubConnectionBuilder: class {
    withUrl(): this { return this; }
    configureLogging(): this { return this; }
    build(): typeof server { return server; }
  },
}));

test("What may have changed is asked once the server hears for the page, not when the line stands, and again after each return", async () => {
  const asked: string[] = [];
  live.on("agenda", () => asked.push("agenda"));
  live.on("waiting", () => asked.push("waiting"));
  await vi.waitFor(() => { expect(server.state).toBe("Connected"); });
  await new Promise(done => setTimeout(done));
  expect(asked).toEqual([]);
  server.says("Listening");
  expect(asked).toEqual(["agenda", "waiting"]);
  server.says("Changed", "waiting");
  expect(asked).toEqual(["agenda", "waiting", "waiting"]);
  server.cuts();
  await vi.waitFor(() => { expect(server.state).toBe("Connected"); }, 5000);
  server.says("Listening");
  expect(asked).toHaveLength(5);
});
