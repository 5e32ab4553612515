// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { make } from "../lib/dom";
import { pauseInTyping } from "./draft";
import { detailNames, sectionNames, type Note } from "./note-fields";
import { SoapNote } from "./soap-note";

customElements.define("soap-note", SoapNote);

const empty = { subjective: "", objective: "", assessment: "", plan: "", details: { category: "", priority: "", confidentiality: "", tags: "", minutes: "", followUp: "" } };
const theirs: Note = { noteId: "n", version: 7, status: "draft", savedAt: "2026-11-23T13:30:00Z", ...empty, subjective: "Both", plan: "Theirs" };

let saves: { version: number; plan: string }[];
let note: SoapNote;

/** A server at which somebody saved version 7 while this page still knows version 1. */
beforeEach(async () => {
  vi.useFakeTimers();
  document.documentElement.lang = "en";
  saves = [];
  const answer = (status: number, body: unknown) => ({ ok: status < 300, status, json: () => Promise.resolve(body) });
  vi.stubGlobal("fetch", (_: string, { method, body }: { method: string; body?: string }) => {
    const asked = JSON.parse(body ?? "{}") as { version: number; plan: string };
    if (_.endsWith("/templates")) {
      return Promise.resolve(answer(200, [{ id: "t", name: "Cough", ...empty, plan: "Rest" }]));
    }
    if (method !== "PUT") {
      return Promise.resolve(answer(200, { ...theirs, version: 1, subjective: "", plan: "" }));
    }
    saves.push({ version: asked.version, plan: asked.plan });
    return Promise.resolve(asked.version === 7 ? answer(200, { version: 8, savedAt: "2026-11-23T13:31:00Z" }) : answer(409, theirs));
  });
  document.body.replaceChildren(note = page());
  note.follow("e", "Europe/Paris", "active");
  await vi.advanceTimersByTimeAsync(0);
  await types("Mine");
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("A note saved elsewhere while one types: both texts are shown where they differ, and nothing is overwritten", async () => {
  expect(conflict().hidden).toBe(false);
  expect([...conflict().querySelectorAll("dt, p")].map(part => part.textContent)).toEqual(["section-plan", "Mine", "Theirs"]);
  expect(area("plan").value).toBe("Mine");
  await types("Mine, and more");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saves).toEqual([{ version: 1, plan: "Mine" }]);
});

test("A template is added after what stands in its sections, at a press", async () => {
  press("mine");
  await vi.advanceTimersByTimeAsync(0);
  find("[data-insert-template]").click();
  await vi.advanceTimersByTimeAsync(pauseInTyping);
  expect([area("plan").value, area("subjective").value]).toEqual(["Mine\nRest", "Both"]);
  expect(saves.at(-1)).toEqual({ version: 8, plan: "Mine\nRest" });
});

test("Keeping both saves both texts", async () => {
  press("both");
  await vi.advanceTimersByTimeAsync(0);
  expect(saves.at(-1)).toEqual({ version: 7, plan: "Theirs\n\nMine" });
  expect([conflict().hidden, area("plan").value]).toEqual([true, "Theirs\n\nMine"]);
});

test("Keeping mine saves it over the other one, and the conflict is gone", async () => {
  press("mine");
  await vi.advanceTimersByTimeAsync(0);
  expect(saves.at(-1)).toEqual({ version: 7, plan: "Mine" });
  expect([conflict().hidden, area("plan").value, find("[data-saved]").dataset["state"]]).toEqual([true, "Mine", "clean"]);
});

test("Keeping the other one writes it into the page and sends nothing", async () => {
  press("theirs");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(saves).toHaveLength(1);
  expect([conflict().hidden, area("plan").value, find("[data-saved]").dataset["state"]]).toEqual([true, "Theirs", "clean"]);
  await types("Theirs, and mine");
  expect(saves.at(-1)).toEqual({ version: 7, plan: "Theirs, and mine" });
});

const find = (selector: string) => note.querySelector<HTMLElement>(selector)!;
const area = (name: string) => note.querySelector<HTMLTextAreaElement>(`textarea[name=${name}]`)!;
const conflict = () => find("[data-conflict]");
const press = (choice: string) => find(`[data-note=${choice}]`).click();

async function types(plan: string): Promise<void> {
  area("plan").value = plan;
  area("plan").dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(pauseInTyping);
}

/** The parts of NotePanel.razor that the island looks for. */
function page(): SoapNote {
  const part = (name: string, ...children: HTMLElement[]) => {
    const element = make("div", "", ...children);
    element.setAttribute(name, "");
    return element;
  };
  const button = (act: string) => {
    const element = make("button");
    element.dataset["note"] = act;
    return element;
  };
  const areas = sectionNames.map(name => {
    const element = make("textarea");
    element.name = name;
    return element;
  });
  const details = detailNames.map(name => {
    const element = make("input");
    element.name = name;
    return element;
  });
  const choice = make("select");
  choice.dataset["template"] = "";
  const island = document.createElement("soap-note") as SoapNote;
  island.append(part("data-conflict", part("data-differences"), part("data-merged"), part("data-signed-meanwhile"), button("mine"), button("both"), button("theirs")), part("data-before"), part("data-sections", part("data-note-tools", part("data-choose-template", choice, part("data-insert-template"))), ...areas, ...details),
    part("data-saved"), button("sign"), make("a"));
  island.querySelector("a")!.dataset["amend"] = "";
  return island;
}
