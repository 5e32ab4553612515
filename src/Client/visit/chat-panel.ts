import { all } from "../lib/dom";

/** The patient's messages: on a laptop beside the picture, on a phone only when asked for. */
export function openChat(root: HTMLElement, open: boolean): void {
  const panel = root.querySelector("[data-chat-panel]");
  panel?.toggleAttribute("data-open", open);
  all(root, "[data-do=chat]").forEach(button => button.setAttribute("aria-expanded", String(open)));
  if (open) {
    panel?.querySelector<HTMLInputElement>("input[type=text]")?.focus();
  } else {
    all(root, "[data-do=chat]")[0]?.focus();
  }
}

export function chatIsOpen(root: HTMLElement): boolean {
  const panel = root.querySelector<HTMLElement>("[data-chat-panel]");
  return panel !== null && (panel.hasAttribute("data-open") || getComputedStyle(panel).display !== "none");
}
