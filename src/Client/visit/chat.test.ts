import { expect, test, vi } from "vitest";
import { Chat } from "./chat";
import type { Line } from "./contract";
import { UnsentLines } from "./unsent-lines";

const now = new Date("2026-11-23T13:30:00Z");
const line = (clientId: string, from: string, more: Partial<Line> = {}): Line =>
  ({ id: `s-${clientId}`, clientId, from, text: clientId, at: "2026-11-23T13:31:00Z", delivery: "sent", ...more });

/** What a tab stores, as the browser gives it back after a refresh. */
function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key), clear: () => kept.clear(), key: () => null, get length() { return kept.size; },
  };
}

test("An own line stands at once and is sent when the server has it", () => {
  const chat = new Chat("me");
  chat.write("hello", "a", now);
  expect(chat.lines[0]?.delivery).toBe("sending");
  chat.acknowledge("a", "2026-11-23T13:30:01Z", "s-a");
  expect(chat.lines).toEqual([{ clientId: "a", id: "s-a", from: "me", text: "hello", at: "2026-11-23T13:30:01Z", delivery: "sent" }]);
});

test("An own line is delivered, then seen, and never goes back, in whatever order the reports come", () => {
  const chat = new Chat("me");
  chat.write("hello", "a", now);
  chat.acknowledge("a", now.toISOString(), "s-a");
  chat.reach(["s-a"], false);
  expect(chat.lines[0]?.delivery).toBe("delivered");
  chat.reach(["s-a"], true);
  chat.reach(["s-a"], false);
  chat.receive(line("a", "me"));
  chat.acknowledge("a", now.toISOString(), "s-a");
  expect(chat.lines[0]?.delivery).toBe("seen");
});

test("A line that comes twice stands once", () => {
  const chat = new Chat("me");
  chat.write("hello", "a", now);
  chat.receive(line("a", "me"));
  chat.load([line("a", "me"), line("b", "you")]);
  chat.receive(line("b", "you"));
  expect(chat.lines.map(l => l.clientId)).toEqual(["a", "b"]);
  expect(chat.unsent).toEqual([]);
});

test("Two people may choose the same id for a line", () => {
  const chat = new Chat("me");
  chat.write("mine", "a", now);
  chat.receive(line("a", "you", { id: "s-theirs" }));
  chat.acknowledge("a", now.toISOString(), "s-mine");
  expect(chat.lines.map(l => l.id).sort()).toEqual(["s-mine", "s-theirs"]);
});

test("Only the other's lines count as unread, until they are read", () => {
  const chat = new Chat("me");
  chat.write("mine", "a", now);
  chat.load([line("b", "you"), line("c", "you")]);
  expect(chat.unread).toBe(2);
  chat.markRead();
  expect(chat.unread).toBe(0);
  chat.receive(line("d", "you"));
  expect(chat.unread).toBe(1);
});

test("What was not acknowledged goes out again; what was refused waits for the person", () => {
  const chat = new Chat("me");
  chat.write("one", "a", now);
  chat.write("two", "b", now);
  chat.fail("b");
  expect(chat.unsent.map(l => l.text)).toEqual(["one"]);
  chat.retry("b");
  expect(chat.unsent.map(l => l.text)).toEqual(["one", "two"]);
});

test("The others hear of each of their lines once that it came, and once that it was seen", () => {
  const chat = new Chat("me");
  chat.load([line("a", "you"), line("b", "you", { delivery: "seen" }), line("c", "me")]);
  expect(chat.unheard).toEqual({ lines: ["s-a"], seen: false });
  chat.reach(["s-a"], false);
  expect(chat.unheard).toBeUndefined();
  chat.markRead();
  expect(chat.unheard).toEqual({ lines: ["s-a"], seen: true });
  chat.reach(["s-a"], true);
  expect(chat.unheard).toBeUndefined();
});

test("After a refresh unsent lines are there under their ids, in order, and gone once the server has them", () => {
  const tab = storage();
  const before = new Chat("me");
  before.keepIn(new UnsentLines("p", tab));
  before.write("one", "a", now);
  before.write("two", "b", now);
  before.fail("b");
  const after = new Chat("me");
  after.keepIn(new UnsentLines("p", tab));
  expect(after.lines.map(l => [l.clientId, l.text, l.delivery])).toEqual([["a", "one", "sending"], ["b", "two", "failed"]]);
  // The first one had arrived; only the answer was lost.
  after.load([line("a", "me", { text: "one" })]);
  expect(after.unsent).toEqual([]);
  after.retry("b");
  after.acknowledge("b", now.toISOString(), "s-b");
  expect(tab.length).toBe(0);
});

test("A line that the server already gave back is not restored beside it", () => {
  const tab = storage();
  const before = new Chat("me");
  before.keepIn(new UnsentLines("p", tab));
  before.write("one", "a", now);
  const after = new Chat("me");
  after.load([line("a", "me", { text: "one" })]);
  after.keepIn(new UnsentLines("p", tab));
  expect(after.lines.map(l => l.delivery)).toEqual(["sent"]);
  expect(tab.length).toBe(0);
});

test("Lines of one visit are not those of another, and a browser that stores nothing says so", () => {
  const tab = storage();
  const chat = new Chat("me");
  chat.keepIn(new UnsentLines("p", tab));
  chat.write("one", "a", now);
  expect(new UnsentLines("q", tab).load()).toEqual([]);
  expect(new UnsentLines("p", tab).kept).toBe(true);
  vi.stubGlobal("sessionStorage", { setItem: () => { throw new Error("SecurityError"); } });
  expect(new UnsentLines("p").kept).toBe(false);
  vi.unstubAllGlobals();
});

test("When the visit is over, what has not gone out is failed", () => {
  const chat = new Chat("me");
  chat.write("late", "a", now);
  chat.failAll();
  expect(chat.lines[0]?.delivery).toBe("failed");
});

test("A file is a line like another, with its type and length", () => {
  const chat = new Chat("me");
  const file = { documentId: "d", contentType: "image/png", length: 12 };
  chat.receive(line("a", "you", { text: "scan.png", file }));
  expect(chat.lines[0]).toMatchObject({ text: "scan.png", file });
});
