/** What an island says, in the reader's language; handed over by the server as `data-texts`. */
export class Texts {
  readonly #texts: Record<string, string>;

  constructor(json: string | undefined) {
    this.#texts = JSON.parse(json ?? "{}") as Record<string, string>;
  }

  /** The text of `key` with each `{name}` replaced; the key itself when it is missing, so that it is seen. */
  say(key: string, values: Record<string, string | number> = {}): string {
    const text = this.#texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => name in values ? String(values[name]) : whole);
  }
}
