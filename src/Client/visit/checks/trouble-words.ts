import { all, fill, icon, make, showOnly } from "../../lib/dom";
import type { Texts } from "../../lib/texts";
import type { Devices } from "../devices";
import type { Trouble } from "../trouble";
import { browserFamily, cureOf } from "./cure";

const touch = () => navigator.maxTouchPoints;

/** The sentence for what is wrong, as "Le micro n’est pas autorisé". */
export function troubleWords({ trouble, kind }: NonNullable<Devices["trouble"]>, texts: Texts): string {
  return texts.say(trouble === "insecure" || trouble === "unsupported" ? `trouble-${trouble}` : `trouble-${trouble}-${kind}`);
}

/** What to do about it here, with a small picture of where to press: the symbol beside our own address. */
export function showCure(place: HTMLElement, trouble: Trouble | undefined, texts: Texts): void {
  const cure = trouble && cureOf(trouble, navigator.userAgent, touch());
  fill(place, "trouble-cure", cure ? texts.say(cure.key) : "");
  for (const where of all(place, "[data-where]")) {
    where.hidden = cure?.symbol === undefined;
    where.replaceChildren(...(cure?.symbol ? [icon(cure.symbol), make("span", "", location.host)] : []));
  }
}

/** The alert of a page that has no picture or no sound. */
export function showTrouble(alert: HTMLElement, devices: Devices, texts: Texts): void {
  const trouble = devices.trouble;
  alert.hidden = trouble === undefined;
  if (trouble) {
    fill(alert, "trouble", troubleWords(trouble, texts));
    showCure(alert, trouble.trouble, texts);
    const elsewhere = browserFamily(navigator.userAgent, touch()) === "in-app" && trouble.trouble !== "busy" && trouble.trouble !== "missing";
    showOnly(all(alert, "[data-do=copy-link]"), () => elsewhere && location.pathname === "/join");
  }
}
