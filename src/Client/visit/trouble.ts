/** Why there is no picture or no sound. `system`: the operating system keeps the browser from it; `dismissed`: the question was closed unanswered. */
export type Trouble = "refused" | "dismissed" | "system" | "missing" | "busy" | "insecure" | "unsupported";

export type Kind = "audio" | "video";

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia; what Chromium adds is in the message alone. */
export function troubleOf(error: unknown): Trouble {
  const { name, message } = (error ?? {}) as { name?: string; message?: string };
  switch (name) {
    case "NotAllowedError":
    case "SecurityError": return /system/i.test(message ?? "") ? "system" : /dismissed/i.test(message ?? "") ? "dismissed" : "refused";
    case "NotReadableError":
    case "AbortError": return "busy";
    default: return "missing";
  }
}
