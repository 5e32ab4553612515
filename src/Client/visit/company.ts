import type { Texts } from "../lib/texts";
import type { Participant } from "./contract";
import { GuestsDialog } from "./guests-dialog";
import { News } from "./news";
import type { Room, RoomEvent } from "./room";
import type { Session } from "./session";
import { Tiles } from "./tiles";

/** What the company needs from the page. */
export interface CompanySurroundings {
  room(): Room;
  session(): Session | undefined;
  /** Says what has just happened, on the picture and for who listens. */
  say(sentence: string): void;
}

/** Whoever is in the room beside the one whom the visit is with: names, pictures, coming and going, and the practitioner's list of them. */
export class Company {
  readonly #names = new Map<string, string>();
  readonly #tiles: Tiles;
  readonly #news = new News((what, who) => this.#announce(what, who));
  #dialog: GuestsDialog | undefined;

  constructor(private readonly root: HTMLElement, private readonly texts: Texts, private readonly around: CompanySurroundings) {
    this.#tiles = new Tiles(root, texts);
  }

  hear(event: RoomEvent): void {
    const room = this.around.room();
    room.others.forEach(other => this.#names.set(other.id, other.name));
    this.#news.hear(event, room);
    this.#dialog?.show();
  }

  /** Gives each tile what comes from its person. */
  play(): void {
    this.#tiles.show(this.around.room(), this.#news.here, id => this.around.session()?.remote(id));
  }

  /** Of whoever wrote a line; a guest who was removed before we came is known no more. */
  nameOf(id: string): string {
    const { visit } = this.around.room();
    return this.#names.get(id) ?? (visit?.otherId === id ? visit.other : this.texts.say("guest-gone"));
  }

  open(): void {
    this.#dialog ??= new GuestsDialog(this.root, this.texts, () => this.around.room(), () => this.around.session());
    this.#dialog.open();
  }

  #announce(what: "came" | "went", who: Participant): void {
    this.around.say(this.texts.say(`guest-${what}`, { who: who.name, kind: this.texts.say(`guest-${who.kind ?? "other"}`) }));
    this.play();
  }
}
