/** A moment of the visit that waits in the note's margin. */
export interface Moment {
  id: string;
  at: string;
  /** What the call's clock showed, in seconds; none while the call was not live. */
  second?: number | null;
  /** Who said it in the chat; neither when it was marked by a press. */
  by?: string | null;
  text?: string | null;
}

/** As it stands in the note: "[04:12] Bob Durand : j’ai de la fièvre"; a press leaves room for what one writes after it. */
export function asLine(moment: Moment, stamp: string, colon: string): string {
  return moment.text ? `[${stamp}] ${moment.by}${colon} ${moment.text.replace(/\s+/g, " ")}` : `[${stamp}] `;
}

/** A section with a line of its own at the end; unchanged when that line stands there already: kept twice, or saved before the answer came. */
export function withLine(section: string, line: string): string {
  if (section.split("\n").includes(line)) {
    return section;
  }
  return section === "" || section.endsWith("\n") ? section + line : `${section}\n${line}`;
}

/** Presses of the button; one that the network kept goes out later, with the time that it waited. */
export class Presses {
  #waiting: { id: string; at: number }[] = [];

  constructor(private readonly send: (id: string, secondsAgo: number) => Promise<unknown>) {}

  /** True once the server has it. */
  press(id: string, now: number): Promise<boolean> {
    this.#waiting.push({ id, at: now });
    return this.repeat(now);
  }

  /** Tries all that wait, oldest first; true when none is left. */
  async repeat(now: number): Promise<boolean> {
    for (const press of [...this.#waiting]) {
      try {
        await this.send(press.id, Math.round((now - press.at) / 1000));
        this.#waiting = this.#waiting.filter(other => other !== press);
      } catch {
        return false;
      }
    }
    return this.#waiting.length === 0;
  }
}
