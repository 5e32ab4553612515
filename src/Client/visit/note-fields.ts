export const sectionNames = ["subjective", "objective", "assessment", "plan"] as const;
export const detailNames = ["category", "priority", "confidentiality", "tags", "minutes", "followUp"] as const;

/** Everything of a note that its writer fills in, each as text. */
export const fieldNames = [...sectionNames, ...detailNames] as const;

export type SectionName = (typeof sectionNames)[number];
export type FieldName = (typeof fieldNames)[number];
export type Sections = Record<SectionName, string>;
export type Fields = Record<FieldName, string>;

/** A note as the server tells it, with the version to send back. */
export interface Note extends Sections {
  noteId: string;
  version: number;
  status: string;
  savedAt?: string | null;
  details: Record<(typeof detailNames)[number], string>;
}

export function fieldsOf(note: Note): Fields {
  return Object.fromEntries([...sectionNames.map(name => [name, note[name]]), ...detailNames.map(name => [name, note.details[name]])]) as Fields;
}

/** As a save carries them. */
export function bodyOf(fields: Fields): object {
  const pick = (names: readonly FieldName[]) => Object.fromEntries(names.map(name => [name, fields[name]]));
  return { ...pick(sectionNames), details: pick(detailNames) };
}

export function same(a: Fields, b: Fields): boolean {
  return fieldNames.every(name => a[name] === b[name]);
}

export interface Merged {
  /** Where both changed the same field: ours. */
  fields: Fields;
  /** Those fields. */
  open: FieldName[];
}

/** Two writers began with `base`: what only one of them changed is taken from that one. */
export function merge(base: Fields, mine: Fields, theirs: Fields): Merged {
  const open = fieldNames.filter(name => mine[name] !== theirs[name] && mine[name] !== base[name] && theirs[name] !== base[name]);
  const fields = Object.fromEntries(fieldNames.map(name => [name, mine[name] === base[name] ? theirs[name] : mine[name]])) as Fields;
  return { fields, open };
}

/** Both texts of one field, so that no sentence of either is lost; of a choice or a figure, ours. */
export function both(name: FieldName, mine: string, theirs: string): string {
  if (name === "tags") {
    return [theirs, mine].filter(text => text !== "").join(", ");
  }
  return (sectionNames as readonly string[]).includes(name) ? [theirs, mine].filter(text => text.trim() !== "").join("\n\n") : mine;
}
