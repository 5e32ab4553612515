import { tabStorage } from "../lib/tab-storage";

/** A line that the server has not acknowledged. */
export interface Unsent {
  clientId: string;
  text: string;
  at: string;
  failed: boolean;
}

/** Keeps such lines in this tab over a refresh: each goes out under the id that it has, so it arrives once. */
export class UnsentLines {
  readonly #key: string;
  readonly #storage: Storage | null;

  constructor(participantId: string, storage: Storage | null = tabStorage()) {
    this.#key = `unsent-${participantId}`;
    this.#storage = storage;
  }

  /** Whether they outlive a refresh: where the browser stores nothing for a page, they do not. */
  get kept(): boolean {
    return this.#storage !== null;
  }

  load(): Unsent[] {
    try {
      return JSON.parse(this.#storage?.getItem(this.#key) ?? "[]") as Unsent[];
    } catch {
      return [];
    }
  }

  save(lines: Unsent[]): void {
    try {
      if (lines.length > 0) {
        this.#storage?.setItem(this.#key, JSON.stringify(lines));
      } else {
        this.#storage?.removeItem(this.#key);
      }
    } catch {
      // Full: the lines still go out from this page.
    }
  }
}
