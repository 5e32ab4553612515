import { describe, expect, it } from "vitest";
import { Texts } from "../lib/texts";
import { aheadWords, roundedMinutes, roundedTime, turnWords, type Turn } from "./turn-words";

const texts = new Texts(JSON.stringify({
  "turn-none": "Personne", "turn-one": "1 personne", "turn-many": "{count} personnes", "turn-next": "Vous êtes la prochaine personne.",
  "turn-one-before": "1 personne avant vous.", "turn-many-before": "{count} personnes avant vous.", "turn-in-under-5": "Encore moins de 5 minutes.",
  "turn-in-minutes": "Encore environ {minutes} minutes.", "turn-in-hour": "Encore environ 1 heure.", "turn-in-hours": "Encore environ {hours} h {minutes}.",
  "turn-in-whole-hours": "Encore environ {hours} heures.", "turn-late": "{who} a du retard.", "turn-late-by": "{who} a environ {minutes} minutes de retard.",
  "turn-late-hour": "{who} a plus d’une heure de retard.", "turn-lost": "Place perdue.",
}));
const now = Date.parse("2026-11-23T13:00:00Z");
const turn = (more: Partial<Turn> = {}): Turn => ({ ahead: 0, late: false, near: false, placeLost: false, since: "2026-11-23T12:50:00Z", ...more });
const said = (more: Partial<Turn>, planned?: string) => turnWords(turn(more), "Dr Martin", planned, now, texts);
const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

describe("the words of a turn", () => {
  it.each([[-3, 0], [3.2, 0], [4, 0], [4.1, 5], [7, 10], [11, 15], [58, 60], [61, 75], [120, 120]])("rounds %d minutes up to %d", (minutes, rounded) => {
    expect(roundedMinutes(minutes * 60_000)).toBe(rounded);
  });

  it("never says a time finer than five minutes", () => {
    expect(roundedTime("2026-11-23T13:36:12Z").toISOString()).toBe("2026-11-23T13:40:00.000Z");
    expect(roundedTime("2026-11-23T13:40:00Z").toISOString()).toBe("2026-11-23T13:40:00.000Z");
  });

  it("says how many are before one", () => {
    expect([0, 1, 3].map(ahead => aheadWords(turn({ ahead }), texts))).toEqual(["Personne", "1 personne", "3 personnes"]);
    expect(said({ ahead: 2 })).toBe("2 personnes avant vous.");
  });

  it("says nothing of a time that nobody knows", () => {
    expect(said({})).toBe("Vous êtes la prochaine personne.");
  });

  it("says about how long it takes, never to the second", () => {
    expect(said({ ahead: 1, expectedAt: inMinutes(8.2) })).toBe("1 personne avant vous. Encore environ 10 minutes.");
    expect(said({ expectedAt: inMinutes(3) })).toBe("Vous êtes la prochaine personne. Encore moins de 5 minutes.");
    expect(said({ ahead: 4, expectedAt: inMinutes(71) })).toBe("4 personnes avant vous. Encore environ 1 h 15.");
    expect(said({ ahead: 4, expectedAt: inMinutes(118) })).toBe("4 personnes avant vous. Encore environ 2 heures.");
  });

  it("says when it is late, and by how much only when that is known", () => {
    expect(said({ late: true }, inMinutes(-10))).toBe("Vous êtes la prochaine personne. Dr Martin a du retard.");
    expect(said({ late: true, expectedAt: inMinutes(9) }, inMinutes(-3))).toBe("Vous êtes la prochaine personne. Encore environ 10 minutes. Dr Martin a environ 15 minutes de retard.");
  });

  it("says that a place was lost", () => {
    expect(said({ placeLost: true, ahead: 1 })).toBe("Place perdue. 1 personne avant vous.");
  });
});
