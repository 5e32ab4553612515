import { find } from "../../lib/dom";
import type { Stretch } from "./pointer";

/** Opens the form that blocks a time, with the stretch that was drawn filled in; what it is for is left to say. */
export function fillBlockForm(stretch: Stretch, zone: string | undefined): void {
  const fold = find<HTMLDetailsElement>(document, "[data-block]");
  // "2026-11-23 14:30": Swedish writes dates as form fields want them.
  const local = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", ...(zone ? { timeZone: zone } : {}) });
  const [date, from] = local.format(stretch.starts * 1000).split(" ");
  const until = local.format(stretch.ends * 1000).split(" ")[1];
  for (const [name, value] of [["date", date], ["from", from], ["until", until], ["practitioner", stretch.column.dataset["practitioner"]]] as const) {
    const field = fold.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
    if (field && value) {
      field.value = value;
    }
  }
  fold.open = true;
  find(fold, "[name=note]").focus();
}
