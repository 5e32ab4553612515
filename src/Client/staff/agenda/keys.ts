/** What a key asks of the agenda. */
export type Command =
  | { kind: "go"; to: "up" | "down" | "left" | "right" | "first" | "last" }
  | { kind: "move"; rows: number; days: number }
  | { kind: "lengthen"; rows: number }
  | { kind: "drop" | "give-up" | "undo" };

const arrows: Record<string, { to: "up" | "down" | "left" | "right"; rows: number; days: number }> = {
  ArrowUp: { to: "up", rows: -1, days: 0 },
  ArrowDown: { to: "down", rows: 1, days: 0 },
  ArrowLeft: { to: "left", rows: 0, days: -1 },
  ArrowRight: { to: "right", rows: 0, days: 1 },
};

type Key = Pick<KeyboardEvent, "key" | "altKey" | "shiftKey" | "ctrlKey" | "metaKey">;

/** @param lifted an appointment is being moved: then arrows alone move it on */
export function commandOf({ key, altKey, shiftKey, ctrlKey, metaKey }: Key, lifted: boolean): Command | undefined {
  if (ctrlKey || metaKey) {
    return key.toLowerCase() === "z" && !altKey && !shiftKey ? { kind: "undo" } : undefined;
  }
  const arrow = arrows[key];
  if (arrow && (altKey || lifted)) {
    return shiftKey ? arrow.rows ? { kind: "lengthen", rows: arrow.rows } : undefined : { kind: "move", rows: arrow.rows, days: arrow.days };
  }
  if (altKey || shiftKey) {
    return undefined;
  }
  return arrow ? { kind: "go", to: arrow.to }
    : key === "Home" ? { kind: "go", to: "first" }
    : key === "End" ? { kind: "go", to: "last" }
    : key === "Enter" && lifted ? { kind: "drop" }
    : key === "Escape" && lifted ? { kind: "give-up" }
    : undefined;
}
