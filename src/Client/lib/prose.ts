/** What ends a paragraph where text from elsewhere is read. */
const blocks = new Set(["P", "DIV", "SECTION", "ARTICLE", "BLOCKQUOTE", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "TABLE", "TR", "PRE", "DL", "DT", "DD"]);

interface Policies {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string };
}

/** The one policy that pages allow. What it lets through is parsed here, and nowhere put into a page. */
const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy("prose", { createHTML: html => html });

function toRead(html: string): string {
  return policy?.createHTML(html) ?? html;
}

const unread = new Set(["SCRIPT", "STYLE", "TEMPLATE", "HEAD", "TITLE", "NOSCRIPT", "IFRAME", "OBJECT"]);

/**
 * Text of another program as a note is written: paragraphs, "- " and "1. " before the items of lists, ** around what is bold. The parser's
 * document is never shown and runs nothing; of the elements only their text is taken.
 */
export function proseOf(html: string): string {
  const text = read(new DOMParser().parseFromString(toRead(html), "text/html").body);
  return text.replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

function read(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) {
    return (node.textContent ?? "").replace(/\s+/g, " ");
  }
  if (!(node instanceof Element) || unread.has(node.tagName)) {
    return "";
  }
  if (node.tagName === "BR") {
    return "\n";
  }
  const inner = [...node.childNodes].map(read).join("");
  switch (node.tagName) {
    case "LI": return `${markOf(node)}${inner.trim().replace(/\n+/g, " ")}\n`;
    case "B": case "STRONG": return bold(inner);
    case "TD": case "TH": return `${inner.trim()} `;
  }
  return blocks.has(node.tagName) ? `\n${node.tagName === "TR" ? inner.trim() : inner.replace(/^ /, "")}\n${node.tagName === "P" ? "\n" : ""}` : inner;
}

function markOf(item: Element): string {
  return item.parentElement?.tagName === "OL" ? `${[...item.parentElement.children].indexOf(item) + 1}. ` : "- ";
}

/** A word processor wraps a whole paste into <b style="font-weight:normal">: what holds several lines is not bold. */
function bold(inner: string): string {
  const word = inner.trim();
  return word === "" || /[\n*]/.test(word) ? inner : inner.replace(word, `**${word}**`);
}

/** The text with what is selected made bold, or no longer; and what is selected then. */
export function toggleBold(text: string, from: number, to: number): { text: string; from: number; to: number } {
  const marked = text.slice(from, to);
  if (text.slice(from - 2, from) === "**" && text.slice(to, to + 2) === "**") {
    return { text: text.slice(0, from - 2) + marked + text.slice(to + 2), from: from - 2, to: to - 2 };
  }
  return { text: `${text.slice(0, from)}**${marked}**${text.slice(to)}`, from: from + 2, to: to + 2 };
}

/** The same for the lines that the selection touches, as items of a list. */
export function toggleList(text: string, from: number, to: number): { text: string; from: number; to: number } {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const end = text.indexOf("\n", to) < 0 ? text.length : text.indexOf("\n", to);
  const lines = text.slice(start, end).split("\n");
  const listed = lines.every(line => line.startsWith("- "));
  const now = lines.map(line => listed ? line.slice(2) : line.startsWith("- ") ? line : `- ${line}`).join("\n");
  const moved = now.length - (end - start);
  return { text: text.slice(0, start) + now + text.slice(end), from: Math.max(start, from + (listed ? -2 : 2)), to: Math.max(start, to + moved) };
}

/** The line after an item of a list begins as the next one; after an empty item the list ends. Null: no list here. */
export function nextItem(text: string, at: number): { text: string; at: number } | null {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const item = /^(- |(\d{1,3})([.)]) )(.*)$/.exec(text.slice(start, at));
  if (!item) {
    return null;
  }
  if (item[4]!.trim() === "") {
    return { text: text.slice(0, start) + text.slice(at), at: start };
  }
  const mark = item[2] ? `\n${Number(item[2]) + 1}${item[3]} ` : "\n- ";
  return { text: text.slice(0, at) + mark + text.slice(at), at: at + mark.length };
}
