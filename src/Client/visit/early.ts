// Run before everything else, a few hundred bytes at the top of the page: asks for camera and microphone, and for the visit that the link
// is of, while the rest is still on its way. A classic script without `async`: it would only run once the page is parsed and laid out.
// Redeems nothing.

export interface Early {
  telemedMedia?: Promise<MediaStream> | undefined;
  telemedExpected?: Promise<unknown> | undefined;
}

const early = window as Early;
// When the modules came first after all (they were in the cache), they have asked already.
if (navigator.mediaDevices && !("telemedMedia" in window)) {
  const audioOnly = (document.currentScript as HTMLScriptElement | null)?.dataset["modality"] === "audio";
  early.telemedMedia = navigator.mediaDevices.getUserMedia({ audio: true, video: audioOnly ? false : { width: 1280, height: 720 } });
  early.telemedMedia.catch(() => undefined); // whoever takes it handles the refusal
}
const token = location.hash.slice(1);
if (location.pathname === "/join" && token && !("telemedExpected" in window)) {
  early.telemedExpected = fetch("/join/expected", {
    method: "POST", credentials: "same-origin", cache: "no-store",
    headers: { "accept": "application/json", "content-type": "application/json" }, body: JSON.stringify({ token }),
  }).then(answer => answer.ok ? answer.json() : undefined);
  early.telemedExpected.catch(() => undefined);
}
