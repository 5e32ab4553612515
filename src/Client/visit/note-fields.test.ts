import { expect, test } from "vitest";
import { both, fieldNames, merge, sectionNames, type Fields } from "./note-fields";

const nothing = Object.fromEntries(fieldNames.map(name => [name, ""])) as Fields;
const text = (part: Partial<Fields>): Fields => ({ ...nothing, ...part });

test("What only one of two writers changed is taken from that one", () => {
  const base = text({ subjective: "s", plan: "p", tags: "a" });
  const { fields, open } = merge(base, { ...base, subjective: "mine" }, { ...base, plan: "theirs", tags: "a, b" });
  expect([fields, open]).toEqual([text({ subjective: "mine", plan: "theirs", tags: "a, b" }), []]);
});

test("What both changed stays open; what both changed alike does not", () => {
  const { fields, open } = merge(nothing, text({ plan: "mine", objective: "38" }), text({ plan: "theirs", objective: "38" }));
  expect([fields.plan, fields.objective, open]).toEqual(["mine", "38", ["plan"]]);
});

test("Keeping both texts keeps every sentence of both", () => {
  expect(both("plan", "Rest.", "Water.")).toBe("Water.\n\nRest.");
  expect(both("plan", "", "Water.")).toBe("Water.");
  expect(both("tags", "b", "a")).toBe("a, b");
  expect(both("priority", "high", "low")).toBe("high");
});

test("Whatever two writers typed, each of their words stands in the merged note or in one of both texts of what is open", () => {
  let seed = 7;
  const chance = (below: number) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % below; };
  const change = (from: Fields, who: string) => sectionNames.reduce((now, name, i) =>
    chance(2) === 0 ? now : { ...now, [name]: `${now[name]} ${who}${i}${chance(1000)}` }, from);
  for (let round = 0; round < 500; round++) {
    const base = change(nothing, "base");
    const [mine, theirs] = [change(base, "mine"), change(base, "theirs")];
    const { fields, open } = merge(base, mine, theirs);
    for (const name of sectionNames) {
      const shown = open.includes(name) ? both(name, mine[name], theirs[name]) : fields[name];
      expect([mine[name], theirs[name]].filter(one => one !== base[name]).every(one => shown.includes(one.trim()))).toBe(true);
    }
  }
});
