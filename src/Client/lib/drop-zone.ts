import { find } from "./dom";

/** Wires the place where files are dropped or chosen, below `root`. */
export function onFiles(root: HTMLElement, take: (files: FileList | null) => void): void {
  const zone = find(root, "[data-zone]");
  const input = find<HTMLInputElement>(root, "[data-input]");
  find(root, "[data-choose-files]").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  for (const type of ["dragenter", "dragover"]) {
    zone.addEventListener(type, event => { event.preventDefault(); zone.toggleAttribute("data-over", true); });
  }
  for (const type of ["dragleave", "drop"]) {
    zone.addEventListener(type, () => zone.toggleAttribute("data-over", false));
  }
  zone.addEventListener("drop", event => { event.preventDefault(); take(event.dataTransfer?.files ?? null); });
}
