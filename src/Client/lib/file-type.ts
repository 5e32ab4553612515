/** What people call a file's type; the end of the text keys "file-…" and "type-…". */
export function typeOf(contentType: string): "image" | "pdf" | "text" | "word" {
  return contentType.startsWith("image/") ? "image" : contentType === "application/pdf" ? "pdf" : contentType === "text/plain" ? "text" : "word";
}
