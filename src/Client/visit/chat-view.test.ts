// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import { Chat, type Said } from "./chat";
import { ChatView } from "./chat-view";
import type { Line } from "./contract";

const now = new Date("2026-11-23T13:30:00Z");
const texts = new Texts(JSON.stringify({ "you": "You", "at": "at", "delivery-sent": "Sent", "delivery-seen": "Seen", "delivery-failed": "Not sent", "send-again": "Send again", "file-image": "Image", "file-in-record": "Passed on" }));
const line = (clientId: string, more: Partial<Line> = {}): Line =>
  ({ id: `s-${clientId}`, clientId, from: "bob", text: clientId, at: "2026-11-23T13:31:00Z", delivery: "sent", ...more });

let root: HTMLElement;
let repeated: Said[];
let closed: string | null;
let names: Record<string, string>;
let view: ChatView;

beforeEach(() => {
  document.documentElement.lang = "en";
  root = document.createElement("div");
  const log = document.createElement("div");
  log.dataset["chatLog"] = "";
  root.append(log);
  [repeated, closed, names] = [[], null, { bob: "Bob" }];
  view = new ChatView(root, texts, new Times("en", "Europe/Paris", false), id => names[id] ?? "?", () => closed, () => again => repeated.push(again));
});

const bubbles = () => [...root.querySelectorAll<HTMLElement>(".bubble")];

test("Each line says who and when, and an own one how far it came, in words and in place", () => {
  const chat = new Chat("me", () => view.draw(chat));
  chat.write("hello", "a", now);
  const bubble = bubbles()[0]!;
  chat.acknowledge("a", now.toISOString(), "s-a");
  expect(bubble.querySelector(".delivery")?.textContent).toBe("Sent");
  chat.reach(["s-a"], true);
  expect(bubbles()).toEqual([bubble]);
  expect(bubble.textContent).toBe("You, at 14:30helloSeen");
  chat.receive(line("b"));
  expect(bubbles()[1]?.textContent).toBe("Bob, at 14:31b");
});

test("A line that was not sent is sent again by its button", () => {
  const chat = new Chat("me", () => view.draw(chat));
  chat.write("hello", "a", now);
  chat.fail("a");
  bubbles()[0]!.querySelector("button")!.click();
  expect(repeated.map(l => l.clientId)).toEqual(["a"]);
  chat.retry("a");
  expect(bubbles()[0]!.querySelector("button")).toBeNull();
});

test("Lines stand in their order, whichever came first, and two people's of one id both", () => {
  const chat = new Chat("me", () => view.draw(chat));
  chat.receive(line("late", { at: "2026-11-23T13:40:00Z" }));
  chat.receive(line("early", { at: "2026-11-23T13:20:00Z" }));
  chat.write("x", "early", now);
  expect(bubbles().map(b => b.querySelector(".bubble-text")?.textContent)).toEqual(["early", "late", "x"]);
});

test("A file opens for whoever may, and says why not to everyone else", () => {
  const chat = new Chat("me", () => view.draw(chat));
  chat.receive(line("a", { text: "arm.png", file: { documentId: "d1", contentType: "image/png", length: 1200 } }));
  expect(bubbles()[0]!.querySelector("a")?.getAttribute("href")).toBe("/documents/d1");
  closed = "file-in-record";
  view.redraw(chat);
  expect(bubbles()[0]!.querySelector("a")).toBeNull();
  expect(bubbles()[0]!.textContent).toContain("Passed on");
});

test("A guest whose name comes later is named then", () => {
  const chat = new Chat("me", () => view.draw(chat));
  chat.receive(line("a", { from: "guest" }));
  names["guest"] = "Ana";
  view.draw(chat);
  expect(bubbles()[0]!.querySelector(".by")?.textContent).toBe("Ana");
});

test("What is said is text, never markup", () => {
  const chat = new Chat("me", () => view.draw(chat));
  chat.receive(line("a", { text: "<img src=x onerror=alert(1)>" }));
  expect(root.querySelector("img")).toBeNull();
});
