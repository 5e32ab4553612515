// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { make } from "./dom";
import { RecordUploads } from "./record-uploads";
import { Texts } from "./texts";

/** What tus-js-client was asked for, answered by the test. */
class Tus {
  static all: Tus[] = [];
  static ended: string[] = [];
  static terminate(address: string): Promise<void> {
    Tus.ended.push(address);
    return Promise.resolve();
  }
  url: string | null = null;
  state = "new";

  constructor(readonly file: File, readonly options: {
    endpoint: string; uploadUrl: string | null; metadata: Record<string, string>;
    onProgress(sent: number): void; onSuccess(): void; onError(error: object): void;
    onAfterResponse(request: { getMethod(): string }, response: { getStatus(): number }): void;
  }) {
    Tus.all.push(this);
  }

  start(): void {
    this.url ??= this.options.uploadUrl ?? `/api/uploads/${Tus.all.indexOf(this)}`;
    this.state = "going";
  }

  abort(): Promise<void> {
    this.state = "stopped";
    return Promise.resolve();
  }

  fails(status: number, body = ""): void {
    this.options.onError({ originalResponse: status === 0 ? null : { getStatus: () => status, getBody: () => body } });
  }
}

vi.mock("tus-js-client", () => ({ get Upload() { return Tus; } }));
// There is no canvas here: the journey in a browser draws a real one.
vi.mock("./photo", async original => ({ ...await original<object>(), smaller: (photo: File) => Promise.resolve(file(photo.name.replace("png", "jpg"), 400_000)) }));

const texts = new Texts(JSON.stringify({
  "upload-of": "{name}", "sent-of": "{sent} of {size}", "uploads-total": "{files} files, {sent} of {size}", "upload-begun": "{sent} of {size} came", "upload-waiting": "Waiting",
  "upload-paused": "Paused", "upload-away": "Away", "upload-filed": "In {who}", "upload-arrived": "It is there", "upload-checking": "It waits for the scanner", "too-large": "{size} is more than {largest}", "empty-file": "Empty",
  "smaller": "Smaller", "shrinking": "Shrinking",
}));
let root: HTMLElement;
let filed: unknown[];
let server: Record<string, unknown>;

beforeEach(() => {
  vi.useFakeTimers();
  document.documentElement.lang = "en";
  [Tus.all, Tus.ended, filed, server] = [[], [], [], {}];
  const [list, total] = [make("ul"), make("span")];
  [list.dataset["uploads"], total.dataset["uploadsTotal"]] = ["", ""];
  root = make("div", "", list, total);
  vi.stubGlobal("fetch", (address: string) => Promise.resolve(new Response(JSON.stringify(server[address] ?? []), { status: !(address in server) ? 404 : server[address] ? 200 : 503 })));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const uploads = () => new RecordUploads<unknown>({ root, texts, largest: 10_000_000, filed: document => filed.push(document), changed: () => undefined }, { endpoint: "/api/uploads", patient: "bob" });
const rows = () => [...root.querySelectorAll(".upload")].map(row => row.querySelector(".upload-state > span")?.textContent);
const press = (act: string, row = 0) => root.querySelectorAll(".upload")[row]!.querySelector<HTMLButtonElement>(`[data-act=${act}]`)!.click();
const total = () => root.querySelector("[data-uploads-total]")!.textContent;

function file(name: string, size: number, lastModified = 7, type = "text/plain"): File {
  return Object.defineProperty(new File(["x"], name, { type, lastModified }), "size", { value: size });
}

test("Three files are on their way at once, the fourth waits, and all are said together", () => {
  uploads().take([1, 2, 3, 4].map(number => file(`${number}.txt`, 1_000_000)));
  expect(Tus.all.map(tus => tus.state)).toEqual(["going", "going", "going", "new"]);
  expect(Tus.all[0]!.options.metadata).toMatchObject({ filename: "1.txt", patient: "bob", changed: "7" });
  Tus.all[0]!.options.onProgress(500_000);
  expect(rows()).toEqual(["500 kB of 1 MB", "0 kB of 1 MB", "0 kB of 1 MB", "Waiting"]);
  expect(total()).toBe("4 files, 500 kB of 4 MB");
});

test("A file that has arrived is said to be filed, is handed over, and lets the next one go", async () => {
  server["/api/uploads/0"] = { id: "0", state: "filed", sha256: "abc", patient: "Bob Durand", document: { id: "d" } };
  uploads().take([1, 2, 3, 4].map(number => file(`${number}.txt`, 1_000_000)));
  Tus.all[0]!.options.onSuccess();
  await vi.advanceTimersByTimeAsync(1);
  expect(rows()[0]).toBe("In Bob Durand");
  expect(root.querySelector(".fingerprint")!.textContent).toBe("abc");
  expect(filed).toEqual([{ id: "d" }]);
  expect(Tus.all[3]!.state).toBe("going");
  press("dismiss");
  expect(rows()).toHaveLength(3);
});

test("A receipt that is not ready, or not to be had, is asked for again", async () => {
  uploads().take([file("a.txt", 1000)]);
  server["/api/uploads/0"] = undefined;
  Tus.all[0]!.options.onSuccess();
  await vi.advanceTimersByTimeAsync(400);
  expect(filed).toEqual([]);
  server["/api/uploads/0"] = { id: "0", state: "received", patient: "Bob" };
  await vi.advanceTimersByTimeAsync(6000);
  expect(rows()).toEqual(["It waits for the scanner"]);
  server["/api/uploads/0"] = { id: "0", state: "refused", reason: "A program", patient: "Bob" };
  await vi.advanceTimersByTimeAsync(6000);
  expect(rows()).toEqual(["A program"]);
  expect(root.querySelector("[role=alert]")).not.toBeNull();
});

test("A receipt that this page gets no more ends the row: the file is there, and no refusal is made up", async () => {
  const arrived = uploads().send(file("a.txt", 1000));
  Tus.all[0]!.options.onSuccess();
  await vi.advanceTimersByTimeAsync(1);
  expect(rows()).toEqual(["It is there"]);
  expect(root.querySelector(".upload")!.getAttribute("data-tone")).toBeNull();
  expect(await arrived).toBe(true);
});

test("A file that is being checked keeps no other back", async () => {
  server["/api/uploads/0"] = { id: "0", state: "received", patient: "Bob" };
  uploads().take([1, 2, 3, 4].map(number => file(`${number}.txt`, 1_000_000)));
  Tus.all[0]!.options.onSuccess();
  await vi.advanceTimersByTimeAsync(1);
  expect(Tus.all[3]!.state).toBe("going");
  expect(total()).toBe("3 files, 0 kB of 3 MB");
});

test("A look at what is there that the server does not answer is no reason to begin anew; that nothing is there is one", () => {
  uploads().take([file("a.txt", 1000)]);
  const { options } = Tus.all[0]!;
  const answered = (method: string, status: number) => () => options.onAfterResponse({ getMethod: () => method }, { getStatus: () => status });
  for (const status of [408, 409, 423, 429, 500, 502, 503]) {
    expect(answered("HEAD", status)).toThrow();
    expect(answered("PATCH", status)).not.toThrow();
  }
  for (const status of [200, 404]) {
    expect(answered("HEAD", status)).not.toThrow();
  }
});

test("Whoever sends one is told when it was refused or given up, and not before", async () => {
  const all = uploads();
  const ends = [all.send(file("a.txt", 1000)), all.send(file("b.txt", 1000)), all.send(file("c.txt", 0))];
  Tus.all[0]!.fails(422, JSON.stringify({ detail: "Too many unfinished" }));
  press("give-up", 1);
  await vi.advanceTimersByTimeAsync(1);
  expect(rows()).toEqual(["Too many unfinished", "Empty"]);
  expect(await Promise.all(ends)).toEqual([false, false, false]);
});

test("A lost line is said and tried again by itself; a refusal of the server is not", async () => {
  uploads().take([file("a.txt", 1000), file("b.txt", 1000)]);
  Tus.all[1]!.fails(415, JSON.stringify({ detail: "Not that type" }));
  for (const [wait, state] of [[1, "going"], [301, "going"], [1000, "failed"]] as const) {
    Tus.all[0]!.options.onProgress(0); // tus tells where each try begins
    Tus.all[0]!.state = "failed";
    Tus.all[0]!.fails(0);
    await vi.advanceTimersByTimeAsync(wait);
    expect(Tus.all[0]!.state).toBe(state);
  }
  expect(rows()).toEqual(["Away", "Not that type"]);
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(1);
  expect(Tus.all[0]!.state).toBe("going");
});

test("One that the server has forgotten begins anew", async () => {
  uploads().take([file("a.txt", 1000)]);
  Tus.all[0]!.options.uploadUrl = "/api/uploads/old";
  Tus.all[0]!.fails(404);
  expect([Tus.all[0]!.url, Tus.all[0]!.options.uploadUrl]).toEqual([null, null]);
  await vi.advanceTimersByTimeAsync(1);
  expect(Tus.all[0]!.state).toBe("going");
});

test("A paused file waits until it is told to go on; one that is given up is ended at the server", async () => {
  uploads().take([file("a.txt", 1000)]);
  press("pause");
  expect([Tus.all[0]!.state, rows()[0]]).toEqual(["stopped", "Paused"]);
  press("go-on");
  expect(Tus.all[0]!.state).toBe("going");
  press("give-up");
  await vi.advanceTimersByTimeAsync(1);
  expect([rows(), Tus.ended]).toEqual([[], ["/api/uploads/0"]]);
});

test("What was begun earlier goes on with the same file and not with another of its name", async () => {
  server["/api/patients/bob/uploads"] = [{ id: "old", name: "a.txt", changed: "7", state: "receiving", length: 1000, arrived: 600 }, { id: "other", name: "b.txt", changed: "7", state: "receiving", length: 1000, arrived: 10 }];
  const all = uploads();
  await all.remember();
  expect(rows()).toEqual(["600 B of 1 kB came".replace("600 B", "0.6 kB"), "0 kB of 1 kB came"]);
  all.take([file("a.txt", 1000, 8), file("a.txt", 1000, 7)]);
  expect(Tus.all.map(tus => tus.options.uploadUrl)).toEqual([null, "/api/uploads/old"]);
  expect(rows()).toHaveLength(3);
  press("give-up", 1);
  await vi.advanceTimersByTimeAsync(1);
  expect(Tus.ended).toEqual(["/api/uploads/other"]);
});

test("What the server held for still on its way a moment ago is offered once it is not, and once", async () => {
  server["/api/patients/bob/uploads"] = [];
  const all = uploads();
  await all.remember();
  server["/api/patients/bob/uploads"] = [{ id: "old", name: "a.txt", changed: "7", state: "receiving", length: 1000, arrived: 600 }];
  await vi.advanceTimersByTimeAsync(3000);
  expect(rows()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rows()).toHaveLength(1);
});

test("What this page sends itself is not offered to it as begun earlier", async () => {
  server["/api/patients/bob/uploads"] = [];
  const all = uploads();
  await all.remember();
  all.take([file("a.txt", 1000, 7)]);
  server["/api/patients/bob/uploads"] = [{ id: "0", name: "a.txt", changed: "7", state: "receiving", length: 1000, arrived: 600 }];
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rows()).toHaveLength(1);
});

test("What waits for the scanner is still said after a reload, and offers nothing to go on with", async () => {
  server["/api/patients/bob/uploads"] = [{ id: "old", name: "a.txt", changed: "7", state: "received", length: 1000, arrived: 1000 }];
  server["/api/uploads/old"] = { id: "old", state: "received", patient: "Bob" };
  const all = uploads();
  await all.remember();
  await vi.advanceTimersByTimeAsync(5000);
  expect([rows(), root.querySelectorAll("[data-act]").length]).toEqual([["It waits for the scanner"], 0]);
  all.take([file("a.txt", 1000, 7)]);
  expect(Tus.all.map(tus => tus.options.uploadUrl)).toEqual([null]);
  server["/api/uploads/old"] = { id: "old", state: "filed", sha256: "abc", patient: "Bob Durand", document: { id: "d" } };
  await vi.advanceTimersByTimeAsync(4000);
  expect([rows()[0], filed]).toEqual(["In Bob Durand", [{ id: "d" }]]);
});

test("A file above the limit or without a byte is refused without a request", () => {
  uploads().take([file("large.pdf", 10_000_001), file("none.txt", 0)]);
  expect(rows()).toEqual(["10 MB is more than 10 MB", "Empty"]);
  expect(Tus.all).toEqual([]);
});

test("A file that answers a request says so, and only what was begun for that request is offered again", async () => {
  const begun = (id: string, request: string | null) => ({ id, name: `${id}.txt`, changed: "7", state: "receiving", length: 1000, arrived: 600, request });
  server["/api/patients/bob/uploads"] = [begun("own", null), begun("asked", "r1"), begun("other", "r2")];
  const all = new RecordUploads<unknown>(uploads().place, { endpoint: "/api/uploads", patient: "bob", request: "r1" });
  await all.remember();
  expect(rows()).toHaveLength(1);
  all.take([file("asked.txt", 1000, 7), file("new.txt", 1000, 7)]);
  expect(Tus.all.map(tus => [tus.options.uploadUrl, tus.options.metadata["request"]])).toEqual([["/api/uploads/asked", "r1"], [null, "r1"]]);
});

test("A large photo is on its way as it is, and is sent smaller in its place when that is wished", async () => {
  uploads().take([file("skin.png", 4_000_000, 7, "image/png"), file("small.png", 1_000_000, 7, "image/png"), file("long.pdf", 4_000_000, 7, "application/pdf")]);
  expect([Tus.all[0]!.state, root.querySelectorAll("[data-act=smaller]").length]).toEqual(["going", 1]);
  press("smaller");
  expect(rows()[0]).toBe("Shrinking");
  await vi.advanceTimersByTimeAsync(1);
  expect(Tus.ended).toEqual(["/api/uploads/0"]);
  expect([Tus.all[3]!.options.metadata["filename"], Tus.all[3]!.state, rows()[0]]).toEqual(["skin.jpg", "going", "0 kB of 400 kB"]);
  expect(root.querySelector("[data-act=smaller]")).toBeNull();
});

test("A photo above the limit is refused, and may be sent smaller", async () => {
  uploads().take([file("skin.png", 12_000_000, 7, "image/png")]);
  expect([rows(), Tus.all]).toEqual([["12 MB is more than 10 MB"], []]);
  press("smaller");
  await vi.advanceTimersByTimeAsync(1);
  expect([Tus.all[0]!.state, root.querySelector("[role=alert]"), root.querySelector("[data-tone]")]).toEqual(["going", null, null]);
});

test("A photo that is all there is offered smaller no more", async () => {
  server["/api/uploads/0"] = { id: "0", state: "received", patient: "Bob" };
  uploads().take([file("skin.png", 4_000_000, 7, "image/png")]);
  Tus.all[0]!.options.onSuccess();
  await vi.advanceTimersByTimeAsync(1);
  expect(root.querySelector("[data-act=smaller]")).toBeNull();
});
