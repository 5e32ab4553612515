/** One letter each, the same in every language; shown in the sheet of shortcuts and beside the entries of the menu. */
export const shortcuts: ReadonlyMap<string, string> = new Map([
  ["m", "microphone"], ["v", "camera"], ["s", "screen"], ["c", "messages"], ["n", "note"], ["h", "pause"], ["p", "picture-in-picture"],
  ["f", "full-screen"], ["e", "end"], ["?", "shortcuts"],
]);

/** What is known of a pressed key and of where it was pressed. */
export interface Pressed {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  /** Elements that contain one another, innermost first. */
  within: readonly { tagName: string; role: string | null; editable: boolean }[];
}

/** Whoever is in one of these means something else by a letter: a word, an entry of a menu, the dialog. */
const fields = ["INPUT", "TEXTAREA", "SELECT", "DIALOG"];
const roles = ["menu", "textbox", "listbox", "combobox"];

/** The action that the key stands for; null when it stands for itself. Letters with Ctrl, Alt or Meta belong to browser and screen reader. */
export function actionOf(pressed: Pressed): string | null {
  const other = pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.repeat || pressed.isComposing;
  const typing = pressed.within.some(({ tagName, role, editable }) => editable || fields.includes(tagName) || (role !== null && roles.includes(role)));
  return other || typing ? null : shortcuts.get(pressed.key.toLowerCase()) ?? null;
}

/** WCAG 2.1.4: letters alone can be turned off, for those who speak to their computer; kept in this browser. */
export class ShortcutsSwitch {
  static readonly #key = "telemed-shortcuts";

  get on(): boolean {
    try {
      return localStorage.getItem(ShortcutsSwitch.#key) !== "off";
    } catch {
      return true; // no storage in this browser
    }
  }

  set on(on: boolean) {
    try {
      localStorage.setItem(ShortcutsSwitch.#key, on ? "on" : "off");
    } catch {
      // Then it holds as long as the page would have remembered: not at all. The keys stay on.
    }
  }
}
