const types = { "application/pdf": "pdf", "text/plain": "text", "message/rfc822": "mail", "application/dicom": "dicom" } as const;

/** What people call a file's type; the end of the text keys "file-…" and "type-…". */
export function typeOf(contentType: string): "image" | "pdf" | "text" | "mail" | "dicom" | "word" {
  return contentType.startsWith("image/") ? "image" : types[contentType as keyof typeof types] ?? "word";
}
