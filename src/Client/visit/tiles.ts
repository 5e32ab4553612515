import { all, find, icon, make } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { Participant } from "./contract";
import type { MediaState, Room } from "./room";

/** The pictures of those beside the main one: each in a tile of its own, with the name and what is the matter with sound or picture. */
export class Tiles {
  constructor(private readonly root: HTMLElement, private readonly texts: Texts) {}

  /** One tile a guest who is here; for a guest also the patient, whom the main picture does not show. */
  show(room: Room, guests: readonly Participant[], streamOf: (id: string) => MediaStream | undefined): void {
    const shown = room.visit?.status === "active" && !room.ended ? [...patientFor(room), ...guests] : [];
    for (const strip of all(this.root, "[data-tiles]")) {
      const seen = !strip.closest("[data-view][hidden]");
      const tiles = new Map(all(strip, "[data-tile]").map(tile => [tile.dataset["tile"], tile]));
      for (const person of shown) {
        const tile = tiles.get(person.id) ?? strip.appendChild(this.#tile(person));
        tiles.delete(person.id);
        this.#fill(tile, room.others.find(other => other.id === person.id) ?? person, room, seen ? streamOf(person.id) : undefined);
      }
      tiles.forEach(tile => tile.remove());
      strip.hidden = shown.length === 0;
    }
  }

  #tile(person: Participant): HTMLElement {
    const video = make("video");
    video.autoplay = video.playsInline = true;
    const muted = make("span", "tile-muted", icon("mic-off"), make("span", "visually-hidden", this.texts.say("tile-muted")));
    const tile = make("figure", "tile guest-tile", video, make("figcaption", "on-video", muted, make("span", "tile-name", person.name), make("span", "tile-state")));
    tile.dataset["tile"] = person.id;
    return tile;
  }

  #fill(tile: HTMLElement, person: Participant, room: Room, stream: MediaStream | undefined): void {
    const video = find<HTMLVideoElement>(tile, "video");
    const playing = stream && stream.getTracks().length > 0 ? stream : null;
    if (video.srcObject !== playing) {
      video.srcObject = playing;
    }
    const flows = room.medias[person.id] === "connected";
    video.classList.toggle("unseen", !person.camera || !flows);
    find(tile, ".tile-muted").toggleAttribute("hidden", person.microphone || !person.present);
    const state = flows ? "" : this.texts.say(person.present && !isCut(room.medias[person.id]) ? "tile-connecting" : "tile-reconnecting");
    const word = find(tile, ".tile-state");
    if (word.textContent !== state) {
      word.textContent = state;
    }
  }
}

function isCut(media: MediaState | undefined): boolean {
  return media === "interrupted" || media === "silent";
}

function patientFor(room: Room): Participant[] {
  return room.visit?.role === "guest" ? room.others.filter(other => other.role === "patient" && (other.present || room.medias[other.id] === "connected")) : [];
}
