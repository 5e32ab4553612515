// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AgendaGrid } from "./agenda-grid";

const line = vi.hoisted(() => ({ listeners: new Map<string, () => void>() }));
vi.mock("../lib/live", () => ({ live: { on: (topic: string, listener: () => void) => {
  line.listeners.set(topic, listener);
  return () => line.listeners.delete(topic);
} } }));
const server = vi.hoisted(() => ({ page: undefined as Document | undefined }));
vi.mock("../lib/page-at", () => ({ pageAt: () => Promise.resolve(server.page?.cloneNode(true)) }));

customElements.define("agenda-grid", AgendaGrid);

const eight = Date.parse("2026-11-23T07:00:00Z") / 1000; // 8:00 in Paris
const day = 86_400;

const entry = (id: string, who: string, starts: number, minutes: number, moves = "whole") => `
  <li data-row="${(starts - eight) % day / 300}" data-span="6" data-lane="0" data-lanes="1"><a class="booking" href="#${id}" data-id="${id}" data-version="3"
    data-starts="${starts}" data-ends="${starts + minutes * 60}" ${moves ? `data-moves="${moves}"` : ""}><time>x</time> <span data-who>${who}</span></a></li>`;

const column = (practitioner: string, from: number, ...entries: string[]) =>
  `<ol class="agenda-column" data-practitioner="${practitioner}" data-times="0=${from}">${entries.join("")}</ol>`;

const sheet = (...columns: string[]) => `<div data-fresh="sheet"><div data-rows="120">${columns.join("")}</div></div>`;

const grid = (inner: string) => `
  <agenda-grid data-view="week" data-zone="Europe/Paris" data-texts='{"lifted":"{who} {from}-{until}","at":"{from}-{until}","given-up":"given up","edge":"edge","moved":"{who} now {from}","undone":"{who} back {from}","not-moved":"no line","fixed":"fixed"}'>
    <div data-token><input value="token"></div><div data-frame>${inner}</div><p data-say></p><div data-undo hidden><span data-fill="done"></span><button>Undo</button></div>
  </agenda-grid>`;

const monday = () => column("alice", eight, entry("bob", "Bob", eight + 3600, 30), entry("eva", "Eva", eight + 7200, 30), entry("done", "Past", eight + 9000, 30, ""));
const tuesday = () => column("alice", eight + day, entry("ida", "Ida", eight + day + 7200, 30, "end"));

let posts: { url: string; body: URLSearchParams }[];
let answer: { ok: boolean; status: number; body: unknown };

beforeEach(() => {
  document.documentElement.lang = "fr";
  [posts, answer] = [[], { ok: true, status: 200, body: { version: 4 } }];
  vi.stubGlobal("fetch", (url: string, init: { body: URLSearchParams }) => {
    posts.push({ url, body: init.body });
    return Promise.resolve({ ok: answer.ok, status: answer.status, json: () => Promise.resolve(answer.body) });
  });
  show(sheet(monday(), column("dan", eight), tuesday()));
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

function show(inner: string): void {
  document.body.innerHTML = grid(inner);
  server.page = new DOMParser().parseFromString(grid(inner), "text/html");
}

const link = (id: string) => document.querySelector<HTMLElement>(`[data-id=${id}]`)!;
const place = (id: string) => link(id).closest("li")!;
const said = () => document.querySelector("[data-say]")!.textContent;
const turn = () => new Promise(done => setTimeout(done));

function press(key: string, held: Partial<KeyboardEventInit> = {}): boolean {
  return document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held }));
}

test("Arrows go from one to the next and to the one as high in the next column that has any; one alone is a stop of the Tab key", () => {
  link("bob").focus();
  press("ArrowDown");
  expect(document.activeElement).toBe(link("eva"));
  expect([...document.querySelectorAll(".booking")].filter(one => (one as HTMLElement).tabIndex === 0)).toEqual([link("eva")]);
  press("ArrowRight");
  expect(document.activeElement).toBe(link("ida"));
  press("ArrowLeft");
  expect(document.activeElement).toBe(link("eva"));
  press("Home");
  expect(document.activeElement).toBe(link("bob"));
});

test("Alt with arrows lifts one and says where it would be; Escape puts it back and nothing is sent", () => {
  link("bob").focus();
  expect(press("ArrowDown", { altKey: true })).toBe(false);
  expect(said()).toBe("Bob 9:05-9:35");
  press("ArrowDown");
  expect([place("bob").dataset["row"], said()]).toEqual(["14", "9:10-9:40"]);
  press("Escape");
  expect([place("bob").dataset["row"], said(), document.activeElement]).toEqual(["12", "given up", link("bob")]);
  expect(posts).toEqual([]);
});

test("Enter moves it there, and what is offered then takes it back by the new version", async () => {
  link("bob").focus();
  press("ArrowRight", { altKey: true });
  expect(link("bob").closest<HTMLElement>(".agenda-column")!.dataset["times"]).toBe(`0=${eight + day}`);
  press("ArrowUp", { altKey: true, shiftKey: true });
  press("Enter");
  await turn();
  expect(posts[0]!.url).toBe("/appointments/bob/times");
  expect(Object.fromEntries(posts[0]!.body)).toEqual({
    starts: "2026-11-24T08:00:00.000Z", ends: "2026-11-24T08:25:00.000Z", version: "3", __RequestVerificationToken: "token",
  });
  expect([said(), document.activeElement]).toEqual(["Bob now 9:00", link("bob")]);
  document.querySelector<HTMLElement>("[data-undo] button")!.click();
  await turn();
  expect([posts[1]!.body.get("starts"), posts[1]!.body.get("ends"), posts[1]!.body.get("version")]).toEqual(["2026-11-23T08:00:00.000Z", "2026-11-23T08:30:00.000Z", "4"]);
  expect(said()).toBe("Bob back 9:00");
  press("z", { ctrlKey: true });
  expect(posts).toHaveLength(2);
});

test("What speaks against its new time is told beside it, and the way back with it", async () => {
  answer.body = { version: 4, warning: "Busy elsewhere." };
  link("bob").focus();
  press("ArrowDown", { altKey: true });
  press("Enter");
  await turn();
  expect(said()).toBe("Bob now 9:05 Busy elsewhere.");
  expect(document.querySelector<HTMLElement>("[data-undo] button")!.hidden).toBe(false);
});

test("A refusal puts it back and says why, and offers no way back", async () => {
  answer = { ok: false, status: 409, body: { code: "taken", detail: "Somebody has it." } };
  link("bob").focus();
  press("ArrowDown", { altKey: true });
  press("Enter");
  await turn();
  expect([place("bob").dataset["row"], said()]).toEqual(["12", "Somebody has it."]);
  expect(document.querySelector<HTMLElement>("[data-undo] button")!.hidden).toBe(true);
});

test("Nothing leaves the day that is shown, and what has begun keeps its start", () => {
  link("bob").focus();
  for (let press_ = 0; press_ < 12; press_++) {
    press("ArrowUp", { altKey: true });
  }
  expect([place("bob").dataset["row"], press("ArrowUp", { altKey: true }), said()]).toEqual(["0", false, "edge"]);
  press("ArrowLeft", { altKey: true });
  expect(said()).toBe("edge");
  press("Escape");
  link("ida").focus();
  press("ArrowDown", { altKey: true });
  expect(said()).toBe("fixed");
  press("ArrowDown", { altKey: true, shiftKey: true });
  expect(place("ida").dataset["span"]).toBe("7");
  press("Escape");
  link("done").focus();
  press("ArrowDown", { altKey: true, shiftKey: true });
  expect(said()).toBe("fixed");
});

test("Who goes elsewhere gives up what is lifted", () => {
  link("bob").focus();
  press("ArrowDown", { altKey: true });
  link("eva").focus();
  expect([place("bob").dataset["row"], link("bob").dataset["lifted"]]).toEqual(["12", undefined]);
});

test("What somebody else changes appears, and the focus stays where it was", async () => {
  link("eva").focus();
  server.page = new DOMParser().parseFromString(grid(sheet(column("alice", eight, entry("new", "Noé", eight, 30), entry("eva", "Eva", eight + 7500, 30)))), "text/html");
  line.listeners.get("agenda")!();
  await turn();
  expect(link("new").textContent).toContain("Noé");
  expect(link("bob")).toBeNull();
  expect([document.activeElement, place("eva").dataset["row"]]).toEqual([link("eva"), "25"]);
});

test("What is as it was is not touched", async () => {
  const before = link("bob");
  line.listeners.get("agenda")!();
  await turn();
  expect(link("bob")).toBe(before);
});

test("What is in somebody's hand stays there when others change something", async () => {
  link("bob").focus();
  press("ArrowDown", { altKey: true });
  server.page = new DOMParser().parseFromString(grid(sheet(column("alice", eight))), "text/html");
  line.listeners.get("agenda")!();
  await turn();
  expect(place("bob").dataset["row"]).toBe("13");
});
