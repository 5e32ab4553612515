// Loaded before everything else: asks for camera and microphone while the rest of the page is still on its way.
// Written as a classic script so that nothing waits for the module graph.

export interface Early {
  telemedMedia?: Promise<MediaStream> | undefined;
}

const room = document.querySelector<HTMLElement>("visit-room");
// When the modules came first after all (they were in the cache), they have asked already.
if (room?.dataset["camera"] === "ask" && navigator.mediaDevices && !("telemedMedia" in window)) {
  const wanted = { audio: true, video: room.dataset["modality"] === "audio" ? false : { width: 1280, height: 720 } };
  const asked = navigator.mediaDevices.getUserMedia(wanted);
  asked.catch(() => undefined); // whoever takes it handles the refusal
  (window as Early).telemedMedia = asked;
}
