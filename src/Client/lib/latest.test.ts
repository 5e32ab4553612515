import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Latest } from "./latest";

let done: string[];
let open: Map<string, (how?: Error) => void>;
let latest: Latest<string>;

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  open = new Map();
  latest = new Latest(value => {
    done.push(value);
    return new Promise<void>((resolve, reject) => open.set(value, error => error ? reject(error) : resolve()));
  });
});

afterEach(() => { vi.useRealTimers(); });

const turn = () => vi.advanceTimersByTimeAsync(0);

test("While one is on its way the next waits, and of several only the last is said", async () => {
  latest.say("checking");
  latest.say("slow");
  latest.say("no line");
  expect(done).toEqual(["checking"]);
  open.get("checking")!();
  await turn();
  expect(done).toEqual(["checking", "no line"]);
  open.get("no line")!();
  await turn();
  latest.say("well");
  expect(done).toEqual(["checking", "no line", "well"]);
});

test("One that fails or hangs holds up nothing", async () => {
  latest.say("a");
  latest.say("b");
  open.get("a")!(new Error("away"));
  await turn();
  latest.say("c");
  expect(done).toEqual(["a", "b"]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(done).toEqual(["a", "b", "c"]);
});
