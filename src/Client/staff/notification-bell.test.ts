// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { make } from "../lib/dom";
import { NotificationBell } from "./notification-bell";

const line = vi.hoisted(() => ({ listeners: new Map<string, () => void>() }));
vi.mock("../lib/live", () => ({ live: { on: (topic: string, listener: () => void) => {
  line.listeners.set(topic, listener);
  return () => line.listeners.delete(topic);
} } }));

customElements.define("notification-bell", NotificationBell);

let unread: number | undefined;
let bell: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("fetch", () => unread === undefined ? Promise.reject(new TypeError("away"))
    : Promise.resolve({ ok: true, status: 200, json: () => Promise.resolve({ unread, items: [] }) }));
  bell = document.createElement("notification-bell");
  [bell.dataset["texts"], bell.dataset["unread"]] = ['{"bell-unread":"unread"}', "0"];
  bell.append(make("a"));
  document.body.replaceChildren(bell);
});

afterEach(() => { vi.unstubAllGlobals(); });

/** The server says that something changed, and has so many unread. */
async function hears(now: number | undefined): Promise<string | undefined> {
  unread = now;
  line.listeners.get("notifications")!();
  await new Promise(done => setTimeout(done));
  return bell.querySelector(".count")?.textContent ?? undefined;
}

test("The figure follows what arrives and what is read, with a word for who does not see the bell", async () => {
  expect(bell.querySelector(".count")).toBeNull();
  expect(await hears(1)).toBe("1 unread");
  expect(await hears(3)).toBe("3 unread");
  expect(bell.querySelectorAll(".count")).toHaveLength(1);
  expect(await hears(100)).toBe("99+ unread");
  expect(await hears(0)).toBeUndefined();
});

test("When the figure cannot be fetched, the last one stays", async () => {
  expect(await hears(2)).toBe("2 unread");
  expect(await hears(undefined)).toBe("2 unread");
});

test("A bell that is taken off the page listens no more", () => {
  bell.remove();
  expect(line.listeners.size).toBe(0);
});
