/** The four sections of a note, and the version that the server gave them. */
export interface Sections {
  subjective: string;
  objective: string;
  assessment: string;
  plan: string;
}

export interface Note extends Sections {
  noteId: string;
  version: number;
  status: string;
  savedAt?: string | null;
}

export const sectionNames = ["subjective", "objective", "assessment", "plan"] as const;

export type SaveAnswer = { saved: true; version: number; savedAt: string } | { saved: false; theirs: Note };

/** How long one pauses in typing before it is saved, ms. */
export const pauseInTyping = 600;

/** How long after a failed save the next is tried, ms. */
export const tryAgain = 2000;

export type DraftState =
  | { kind: "clean"; savedAt: string | null } | { kind: "dirty" } | { kind: "saving" } | { kind: "failed" } | { kind: "conflict"; theirs: Note };

/**
 * A note being typed: saves a moment after the last key, one save at a time, with the version that it started from. When somebody else
 * saved meanwhile, nothing is overwritten: it stops, and waits for a choice.
 */
export class Draft {
  #version: number;
  #text: Sections;
  #stored: Sections;
  #savedAt: string | null;
  #state: DraftState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;

  constructor(
    note: Note, private readonly save: (version: number, text: Sections) => Promise<SaveAnswer>,
    private readonly changed: (state: DraftState) => void) {
    this.#version = note.version;
    this.#text = this.#stored = sectionsOf(note);
    this.#savedAt = note.savedAt ?? null;
    this.#state = { kind: "clean", savedAt: this.#savedAt };
  }

  get version(): number {
    return this.#version;
  }

  get text(): Sections {
    return this.#text;
  }

  get state(): DraftState {
    return this.#state;
  }

  type(text: Sections): void {
    this.#text = text;
    if (this.#state.kind === "conflict") {
      return;
    }
    if (!this.#saving) {
      this.#be({ kind: "dirty" });
    }
    this.#later(pauseInTyping);
  }

  /** Saves at once what is unsaved; true when everything typed is stored. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#saving;
    if (this.#state.kind !== "conflict" && !same(this.#text, this.#stored)) {
      await this.#save();
    }
    return this.#state.kind === "clean";
  }

  /** The other one's text is dropped in favour of ours, knowingly. */
  keepMine(): Promise<boolean> {
    if (this.#state.kind === "conflict") {
      this.#version = this.#state.theirs.version;
      this.#stored = sectionsOf(this.#state.theirs);
      this.#be({ kind: "dirty" });
    }
    return this.flush();
  }

  keepTheirs(): void {
    if (this.#state.kind === "conflict") {
      this.adopt(this.#state.theirs);
    }
  }

  /** What the server has, when nothing of ours is unsaved. */
  adopt(note: Note): void {
    this.#version = note.version;
    this.#text = this.#stored = sectionsOf(note);
    this.#savedAt = note.savedAt ?? null;
    this.#be({ kind: "clean", savedAt: this.#savedAt });
  }

  #later(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  #save(): Promise<void> {
    this.#saving = this.#send().finally(() => { this.#saving = undefined; });
    return this.#saving;
  }

  async #send(): Promise<void> {
    const text = this.#text;
    this.#be({ kind: "saving" });
    try {
      const answer = await this.save(this.#version, text);
      if (answer.saved) {
        this.#version = answer.version;
        this.#stored = text;
        this.#savedAt = answer.savedAt;
        this.#settle();
      } else if (same(sectionsOf(answer.theirs), text)) {
        this.adopt(answer.theirs); // the same words twice: a save whose answer was lost
      } else {
        this.#be({ kind: "conflict", theirs: answer.theirs });
      }
    } catch {
      this.#be({ kind: "failed" });
      this.#later(tryAgain);
    }
  }

  #settle(): void {
    if (same(this.#text, this.#stored)) {
      this.#be({ kind: "clean", savedAt: this.#savedAt });
    } else {
      this.#be({ kind: "dirty" });
      this.#later(pauseInTyping);
    }
  }

  #be(state: DraftState): void {
    this.#state = state;
    this.changed(state);
  }
}

export function sectionsOf(note: Sections): Sections {
  return { subjective: note.subjective, objective: note.objective, assessment: note.assessment, plan: note.plan };
}

export function same(a: Sections, b: Sections): boolean {
  return sectionNames.every(name => a[name] === b[name]);
}
