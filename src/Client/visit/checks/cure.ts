import type { Trouble } from "../trouble";

export type Family =
  | "chromium" | "edge" | "firefox" | "safari" | "ios" | "ios-other" | "android" | "android-firefox" | "samsung" | "in-app";

/** Browsers that lie inside another program: a link tapped there has no address bar, and often no camera. */
const inApp = /\bFBA[NV]\/|FB_IAB|Instagram|WhatsApp|\bLine\/|Snapchat|musical_ly|BytedanceWebview|LinkedInApp|GSA\/|; wv\)/;

/** Which family of browser, to say where the permission is to be found. An iPad calls itself a Mac; its screen is touched. */
export function browserFamily(agent: string, touch = 0): Family {
  const ios = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touch > 1);
  if (inApp.test(agent) || (ios && !/Safari\//.test(agent))) {
    return "in-app";
  }
  if (ios) {
    return /CriOS|FxiOS|EdgiOS|OPT\//.test(agent) ? "ios-other" : "ios";
  }
  if (/Android/.test(agent)) {
    return /SamsungBrowser\//.test(agent) ? "samsung" : /Firefox\//.test(agent) ? "android-firefox" : "android";
  }
  if (/Firefox\//.test(agent)) {
    return "firefox";
  }
  return /Edg\//.test(agent) ? "edge" : /Chrome\/|Chromium\//.test(agent) ? "chromium" : "safari";
}

export interface Cure {
  /** The key of the sentence that says what to do. */
  key: string;
  /** The symbol beside the address that is to be pressed, where there is one. */
  symbol?: string;
}

/** What to do about it, in this browser. */
export function cureOf(trouble: Trouble, agent: string, touch = 0): Cure {
  const family = browserFamily(agent, touch);
  if (trouble === "refused" || (trouble === "dismissed" && family === "in-app")) {
    const symbol = symbols[family];
    return { key: `cure-refused-${family}`, ...(symbol ? { symbol } : {}) };
  }
  return { key: trouble === "system" ? `cure-system-${systemOf(agent, family)}` : `cure-${trouble}` };
}

const symbols: Partial<Record<Family, string>> = {
  chromium: "sliders-horizontal", android: "sliders-horizontal", edge: "lock", samsung: "lock", "android-firefox": "lock", firefox: "video-off",
};

function systemOf(agent: string, family: Family): "ios" | "android" | "mac" | "windows" | "other" {
  if (family === "ios" || family === "ios-other") {
    return "ios";
  }
  return /Android/.test(agent) ? "android" : /Macintosh/.test(agent) ? "mac" : /Windows/.test(agent) ? "windows" : "other";
}
