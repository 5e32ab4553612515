import { find, make } from "../lib/dom";
import type { Texts } from "../lib/texts";
import { fieldsOf, type Fields, type FieldName, type Note } from "./note-fields";

/** Both texts, side by side, of the fields that two writers changed; with what may be done about it. */
export function showConflict(root: HTMLElement, texts: Texts, mine: Fields, theirs: Note, open: readonly FieldName[]): void {
  const other = fieldsOf(theirs);
  const signed = theirs.status !== "draft";
  const names = signed ? (Object.keys(mine) as FieldName[]).filter(name => mine[name] !== other[name]) : open;
  find(root, "[data-differences]").replaceChildren(...names.flatMap(name => [
    make("dt", "", texts.say(`section-${name}`)),
    make("dd", "", make("span", "note", texts.say("yours")), make("p", "", mine[name] || "–")),
    make("dd", "", make("span", "note", texts.say("theirs")), make("p", "", other[name] || "–")),
  ]));
  // What is signed changes no more: one's own words stay on the screen until one has put them into a new version.
  find(root, "[data-merged]").hidden = signed;
  find(root, "[data-signed-meanwhile]").hidden = !signed;
  ["mine", "both"].forEach(choice => { find(root, `[data-note=${choice}]`).hidden = signed; });
}
