import { Times } from "../lib/time";

/**
 * Says what the reader's own clock shows at the instant in `data-at`, where it differs from that of the zone in `data-zone`. With `data-short`
 * the time alone, and its day only where that is another one.
 */
export class OwnZone extends HTMLElement {
  connectedCallback(): void {
    const at = new Date(this.dataset["at"] ?? "");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const there = this.dataset["zone"] ?? own;
    const line = this.querySelector<HTMLElement>("[hidden]");
    if (line && !Number.isNaN(at.getTime()) && clock(at, own) !== clock(at, there)) {
      const words = "short" in this.dataset ? brief(at, own, there) : clock(at, own);
      line.textContent = (this.dataset["text"] ?? "").replace("{0}", words).replace("{1}", own.slice(own.lastIndexOf("/") + 1).replaceAll("_", " "));
      line.hidden = false;
    }
  }
}

/** Tells the form around it which zone the reader's clock is in: mails then say both times. */
export class OwnZoneField extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector("input");
    if (field) {
      field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
    }
  }
}

function clock(at: Date, timeZone: string): string {
  return `${day(at, timeZone, "long")} ${time(at, timeZone)}`;
}

function brief(at: Date, own: string, there: string): string {
  return day(at, own, "short") === day(at, there, "short") ? time(at, own) : `${day(at, own, "short")} ${time(at, own)}`;
}

function time(at: Date, timeZone: string): string {
  return new Times(language(), timeZone, true).clock(at);
}

function day(at: Date, timeZone: string, weekday: "long" | "short"): string {
  return new Intl.DateTimeFormat(language(), { timeZone, weekday }).format(at);
}

function language(): string {
  return document.documentElement.lang || "fr";
}
