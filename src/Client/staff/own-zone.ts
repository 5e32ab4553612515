/** Says what the reader's own clock shows at the instant in `data-at`, where it differs from that of the zone in `data-zone`. */
export class OwnZone extends HTMLElement {
  connectedCallback(): void {
    const at = new Date(this.dataset["at"] ?? "");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const line = this.querySelector<HTMLElement>("[hidden]");
    if (line && !Number.isNaN(at.getTime()) && clock(at, own) !== clock(at, this.dataset["zone"] ?? own)) {
      line.textContent = (this.dataset["text"] ?? "").replace("{0}", clock(at, own)).replace("{1}", own.slice(own.lastIndexOf("/") + 1).replaceAll("_", " "));
      line.hidden = false;
    }
  }
}

function clock(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || "fr", { timeZone, weekday: "long", hour: "numeric", minute: "2-digit" }).format(at);
}
