// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MeasurePanel } from "./measure-panel";

customElements.define("measure-panel", MeasurePanel);

const texts = JSON.stringify({ "measure-confirm": "Oui", "measure-save": "Enregistrer", "measure-empty": "Rien", "measure-not-sent": "Pas envoyé", colon: " :" });
let sent: Record<string, unknown>[] = [];
let answer: (body: Record<string, unknown>) => Response = () => Response.json([]);
let panel: MeasurePanel;

beforeEach(() => {
  sent = [];
  vi.stubGlobal("fetch", (_: string, request: RequestInit) => {
    const body = JSON.parse(String(request.body)) as Record<string, unknown>;
    sent.push(body);
    return Promise.resolve(answer(body));
  });
  document.documentElement.lang = "fr";
  document.body.innerHTML = `<measure-panel data-texts='${texts}'><form>
    <div data-code="85354-9" data-unit="mm[Hg]" data-name="Tension"><input id="s"><input id="d"></div>
    <div data-code="29463-7" data-unit="kg" data-name="Poids"><input id="w"></div>
    <div data-asks hidden><div class="grow"></div></div><div data-refusals hidden><div class="grow"></div></div>
    <button data-send><span data-fill="measure-send">Enregistrer</span></button><ul data-kept></ul>
    <div data-kinds hidden><span data-kind="weight">Poids</span><span data-kind="bodyMassIndex">IMC</span><span data-kind="bloodPressure">Tension</span></div></form></measure-panel>`;
  panel = document.querySelector<MeasurePanel>("measure-panel")!;
  panel.open("p", "e");
});

afterEach(() => vi.unstubAllGlobals());

const field = (id: string) => document.querySelector<HTMLInputElement>(`#${id}`)!;
const press = async () => {
  panel.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(panel.querySelector<HTMLButtonElement>("[data-send]")!.disabled).toBe(false));
};

test("each row that is filled in is sent with its code and unit, and shown once kept", async () => {
  answer = body => Response.json(body["code"] === "29463-7" ? [{ kind: "weight", value: 68.4 }, { kind: "bodyMassIndex", value: 23.7 }] : [{ kind: "bloodPressure", value: 136, second: 84 }], { status: 201 });
  [field("s").value, field("d").value, field("w").value] = ["136", "84", "68,4"];
  await press();
  expect(sent).toEqual([
    { code: "85354-9", unit: "mm[Hg]", value: 136, diastolic: 84, encounterId: "e", confirmed: false },
    { code: "29463-7", unit: "kg", value: 68.4, diastolic: null, encounterId: "e", confirmed: false },
  ]);
  expect([...panel.querySelectorAll("[data-kept] li")].map(line => line.textContent)).toEqual(["Poids 68,4", "IMC 23,7", "Tension 136/84"]);
  expect(field("w").value).toBe("");
});

test("an unlikely value is asked about, and the same one is confirmed by the second press but no other", async () => {
  answer = body => body["confirmed"] === true ? Response.json([{ kind: "weight", value: 270 }], { status: 201 }) : Response.json({ code: "unlikely", detail: `${String(body["value"])} ?` }, { status: 409 });
  field("w").value = "260";
  await press();
  expect(panel.querySelector("[data-asks]")!.textContent).toBe("260 ?");
  expect(panel.querySelector("[data-send]")!.textContent).toBe("Oui");
  field("w").value = "270";
  await press();
  expect(sent.map(body => body["confirmed"])).toEqual([false, false]);
  await press();
  expect(sent[2]!["confirmed"]).toBe(true);
  expect(panel.querySelector<HTMLElement>("[data-asks]")!.hidden).toBe(true);
});

test("what is refused or did not get through stays typed and is said with its name", async () => {
  answer = () => Response.json({ code: "unreadable", detail: "Écrivez un nombre." }, { status: 400 });
  field("w").value = "abc";
  await press();
  expect(sent[0]!["value"]).toBeNull();
  expect(panel.querySelector("[data-refusals]")!.textContent).toBe("Poids : Écrivez un nombre.");
  expect(field("w").value).toBe("abc");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("away")));
  await press();
  expect(panel.querySelector("[data-refusals]")!.textContent).toBe("Poids : Pas envoyé");
});
