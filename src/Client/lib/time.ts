/** Made once for each way of writing: making one takes milliseconds. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Times as this product writes them: in the clinic's zone, 14:30 for staff, 14 h 30 for French patients. */
export class Times {
  readonly #language: string;
  readonly #zone: string | undefined;
  readonly #words: boolean;

  constructor(language: string, zone: string | undefined, forPatient: boolean) {
    this.#language = language === "en" ? "en-GB" : language; // the day before the month, as the server writes it
    this.#zone = zone;
    this.#words = forPatient && language.startsWith("fr");
  }

  clock(at: string | Date): string {
    const parts = this.#format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(new Date(at));
    const part = (type: string) => parts.find(p => p.type === type)?.value ?? "";
    return `${Number(part("hour"))}${this.#words ? " h " : ":"}${part("minute")}`;
  }

  day(at: string | Date): string {
    return this.#format({ weekday: "long", day: "numeric", month: "long" }).format(new Date(at));
  }

  isToday(at: string | Date, now: Date): boolean {
    const date = this.#format({ year: "numeric", month: "numeric", day: "numeric" });
    return date.format(new Date(at)) === date.format(now);
  }

  #format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = `${this.#language} ${this.#zone} ${Object.keys(options)}`;
    let format = formats.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(this.#language, this.#zone ? { ...options, timeZone: this.#zone } : options);
      formats.set(key, format);
    }
    return format;
  }
}

const two = (value: number) => String(value).padStart(2, "0");

/** 252 s as 04:12, 3,852 s as 1:04:12. */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** The same as an ISO 8601 duration, for `<time datetime>`. */
export function isoDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `PT${Math.floor(whole / 60)}M${whole % 60}S`;
}
