import type { Participant } from "./contract";
import type { Room, RoomEvent } from "./room";

/** How long somebody may be gone before it is said: a page that is reloaded is back sooner, ms. */
export const blink = 4000;

/** Who of the guests came in or went, in the order in which it is to be said. */
export class News {
  readonly #here = new Map<string, Participant>();
  readonly #going = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly say: (what: "came" | "went", who: Participant) => void) {}

  /** Guests who are here, or were a moment ago. */
  get here(): readonly Participant[] {
    return [...this.#here.values()];
  }

  /** Looks at what happened. Whoever is there when we come in was there before us, and is no news. */
  hear(event: RoomEvent, room: Room): void {
    for (const guest of room.others.filter(other => other.role === "guest" && other.present)) {
      this.#stay(guest.id);
      const isNew = !this.#here.has(guest.id);
      this.#here.set(guest.id, guest);
      if (isNew && event.type === "arrived") {
        this.say("came", guest);
      }
    }
    for (const guest of [...this.#here.values()]) {
      const known = room.others.find(other => other.id === guest.id);
      if (!known || room.ended || room.apart) {
        this.#gone(guest, !room.ended && !room.apart);
      } else if (!known.present && !this.#going.has(guest.id)) {
        this.#going.set(guest.id, setTimeout(() => this.#gone(guest, true), blink));
      }
    }
  }

  #stay(id: string): void {
    clearTimeout(this.#going.get(id));
    this.#going.delete(id);
  }

  #gone(guest: Participant, isNews: boolean): void {
    this.#stay(guest.id);
    this.#here.delete(guest.id);
    if (isNews) {
      this.say("went", guest);
    }
  }
}
