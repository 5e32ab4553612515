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

function clock(at: Date, timeZone: string): string {
  return said(at, { timeZone, weekday: "long", hour: "numeric", minute: "2-digit" });
}

function brief(at: Date, own: string, there: string): string {
  const day = (timeZone: string): string => said(at, { timeZone, weekday: "short" });
  const time = said(at, { timeZone: own, hour: "numeric", minute: "2-digit" });
  return day(own) === day(there) ? time : `${day(own)} ${time}`;
}

function said(at: Date, how: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || "fr", how).format(at);
}
