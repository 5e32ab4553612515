import { expect, test } from "vitest";
import { Chat } from "./chat";

const now = new Date("2026-11-23T13:30:00Z");
const line = (clientId: string, from: string, at = "2026-11-23T13:31:00Z", text = clientId) => ({ id: `s-${clientId}`, clientId, from, text, at });

test("An own line stands at once and is sent when the server has it", () => {
  const chat = new Chat("me");
  chat.write("hello", "a", now);
  expect(chat.lines[0]?.delivery).toBe("sending");
  chat.acknowledge("a", "2026-11-23T13:30:01Z");
  expect(chat.lines).toEqual([{ clientId: "a", from: "me", text: "hello", at: "2026-11-23T13:30:01Z", delivery: "sent" }]);
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
  chat.receive(line("a", "you"));
  expect(chat.lines).toHaveLength(2);
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
