import { all, find } from "../lib/dom";
import { actionOf, shortcuts, ShortcutsSwitch, type Pressed } from "./shortcuts";

/** Listens to the keyboard, and shows the sheet that says which key does what. */
export class Keys {
  readonly #switch = new ShortcutsSwitch();
  readonly #sheet: HTMLDialogElement;

  constructor(private readonly root: HTMLElement, press: (action: string) => void) {
    this.#sheet = find<HTMLDialogElement>(root, "[data-shortcuts-sheet]");
    const box = find<HTMLInputElement>(this.#sheet, "input[type=checkbox]");
    box.checked = this.#switch.on;
    box.addEventListener("change", () => {
      this.#switch.on = box.checked;
      this.#show();
    });
    this.#show();
    document.addEventListener("keydown", event => {
      const action = this.#switch.on && !event.defaultPrevented && !document.querySelector("dialog:modal") ? actionOf(pressed(event)) : null;
      if (action) {
        event.preventDefault();
        press(action);
      }
    });
  }

  open(): void {
    this.#sheet.showModal();
  }

  /** The letters stand beside what they do, as long as they do it. */
  #show(): void {
    const { on } = this.#switch;
    this.root.dataset["shortcuts"] = on ? "on" : "off";
    for (const [key, action] of shortcuts) {
      for (const button of all(this.root, `[data-do="${action}"]`)) {
        on ? button.setAttribute("aria-keyshortcuts", key.toUpperCase()) : button.removeAttribute("aria-keyshortcuts");
      }
    }
  }
}

function pressed(event: KeyboardEvent): Pressed {
  const within = event.composedPath().filter(element => element instanceof HTMLElement)
    .map(element => ({ tagName: element.tagName, role: element.getAttribute("role"), editable: element.isContentEditable }));
  const { key, ctrlKey, altKey, metaKey, repeat, isComposing } = event;
  return { key, ctrlKey, altKey, metaKey, repeat, isComposing, within };
}
