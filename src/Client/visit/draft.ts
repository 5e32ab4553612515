import { both, fieldsOf, merge, same, type FieldName, type Fields, type Note } from "./note-fields";

export type SaveAnswer = { saved: true; version: number; savedAt: string } | { saved: false; theirs: Note };

/** How long one pauses in typing before it is saved, ms. */
export const pauseInTyping = 600;

/** How long after a failed save the next is tried, ms. */
export const tryAgain = 2000;

export type DraftState =
  | { kind: "clean"; savedAt: string | null } | { kind: "dirty" } | { kind: "saving" } | { kind: "failed" }
  | { kind: "conflict"; theirs: Note; open: FieldName[] };

/** What the server does not have yet, and what it had when that was written. */
export interface Unsaved {
  base: Fields;
  text: Fields;
}

export interface DraftWays {
  save(version: number, text: Fields): Promise<SaveAnswer>;
  changed(state: DraftState): void;
  /** Keeps on this machine what is unsaved; null: everything is stored. */
  keep(unsaved: Unsaved | null): void;
}

/**
 * A note being typed: saves a moment after the last key, one save at a time, with the version that it started from. What somebody else
 * saved meanwhile is merged field by field; where both changed the same one, nothing is overwritten: it stops, and waits for a choice.
 */
export class Draft {
  #version: number;
  #text: Fields;
  #stored: Fields;
  #savedAt: string | null;
  #state: DraftState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;
  /** What went out and was not answered: perhaps the server has it. */
  #unanswered: Fields | undefined;

  constructor(private readonly note: Note, private readonly ways: DraftWays) {
    this.#version = note.version;
    this.#text = this.#stored = fieldsOf(note);
    this.#savedAt = note.savedAt ?? null;
    this.#state = { kind: "clean", savedAt: this.#savedAt };
  }

  get version(): number {
    return this.#version;
  }

  get text(): Fields {
    return this.#text;
  }

  get state(): DraftState {
    return this.#state;
  }

  type(text: Fields): void {
    this.#text = text;
    this.ways.keep({ base: this.#stored, text });
    if (this.#state.kind === "conflict") {
      return;
    }
    if (!this.#saving) {
      this.#be({ kind: "dirty" });
    }
    this.#later(pauseInTyping);
  }

  /** What was typed before this page was opened and never reached the server goes on from where it began. */
  restore(unsaved: Unsaved): void {
    this.#stored = unsaved.base;
    this.#text = unsaved.text;
    this.#meet(this.note);
  }

  /** Saves at once what is unsaved; true when everything typed is stored. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#saving;
    if (this.#state.kind !== "conflict" && (this.#unanswered || !same(this.#text, this.#stored))) {
      await this.#save();
    } else if (this.#state.kind === "dirty") {
      this.#clean(); // typed, and taken back
    }
    return this.#state.kind === "clean";
  }

  /** Of the fields that both changed ours, or both texts, knowingly; what only they changed stays theirs. */
  keepMine(withTheirs: boolean): Promise<boolean> {
    if (this.#state.kind === "conflict" && this.#state.theirs.status === "draft") {
      const theirs = fieldsOf(this.#state.theirs);
      const { fields, open } = merge(this.#stored, this.#text, theirs);
      const joined = open.map(name => [name, both(name, fields[name], theirs[name])]);
      this.#version = this.#state.theirs.version;
      this.#text = withTheirs ? { ...fields, ...Object.fromEntries(joined) as Partial<Fields> } : fields;
      this.#stored = theirs;
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
    this.#text = this.#stored = fieldsOf(note);
    this.#savedAt = note.savedAt ?? null;
    this.#clean();
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
      const answer = await this.ways.save(this.#version, text);
      const unanswered = this.#unanswered;
      this.#unanswered = undefined;
      if (answer.saved) {
        this.#version = answer.version;
        this.#stored = text;
        this.#savedAt = answer.savedAt;
        this.#settle();
      } else {
        if (unanswered && same(unanswered, fieldsOf(answer.theirs))) {
          this.#stored = unanswered; // theirs is our own, of which the answer was lost
        }
        this.#meet(answer.theirs);
      }
    } catch {
      this.#unanswered = text;
      this.#be({ kind: "failed" });
      this.#later(tryAgain);
    }
  }

  /** The server has another text than the one that ours began with. */
  #meet(theirs: Note): void {
    const { fields, open } = merge(this.#stored, this.#text, fieldsOf(theirs));
    if (same(fields, fieldsOf(theirs)) && open.length === 0) {
      this.adopt(theirs); // the same words twice: a save whose answer was lost
    } else if (open.length > 0 || theirs.status !== "draft") {
      this.#be({ kind: "conflict", theirs, open });
    } else {
      this.#version = theirs.version;
      this.#stored = fieldsOf(theirs);
      this.#text = fields;
      this.#settle();
    }
  }

  #settle(): void {
    if (same(this.#text, this.#stored)) {
      this.#clean();
    } else {
      this.ways.keep({ base: this.#stored, text: this.#text });
      this.#be({ kind: "dirty" });
      this.#later(pauseInTyping);
    }
  }

  #clean(): void {
    this.ways.keep(null);
    this.#be({ kind: "clean", savedAt: this.#savedAt });
  }

  #be(state: DraftState): void {
    this.#state = state;
    this.ways.changed(state);
  }
}
