import { find, make } from "../lib/dom";
import { ask } from "../lib/http";
import { withLine } from "./moments";
import { sectionNames, type Sections } from "./note-fields";

export interface Template extends Sections {
  id: string;
  name: string;
}

/** The practitioner's templates beside a note that is written: the one chosen is added to each section at a press. */
export class NoteTemplates {
  #known: Template[] = [];

  constructor(private readonly root: HTMLElement, private readonly write: (template: Template) => void) {
    find(root, "[data-insert-template]").addEventListener("click", () => {
      const chosen = this.#known.find(template => template.id === this.#choice.value);
      if (chosen) {
        this.write(chosen);
      }
    });
  }

  /** Those for this visit first. Without any there is nothing to choose from. */
  async offer(path: string): Promise<void> {
    this.#known = await ask<Template[]>("GET", `${path}/templates`).catch(() => []);
    this.#choice.replaceChildren(...this.#known.map(template => {
      const option = make("option", "", template.name);
      option.value = template.id;
      return option;
    }));
    find(this.root, "[data-choose-template]").hidden = this.#known.length === 0;
  }

  get #choice(): HTMLSelectElement {
    return find<HTMLSelectElement>(this.root, "select[data-template]");
  }
}

/** Each section with the template's text after what stands there; a template added twice stands there once. */
export function withTemplate(sections: Sections, template: Template): Sections {
  return Object.fromEntries(sectionNames.map(name => {
    const text = template[name].trim();
    return [name, text === "" || sections[name].includes(text) ? sections[name] : withLine(sections[name], text)];
  })) as Sections;
}
