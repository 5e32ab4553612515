import { all, find, showOnly } from "../lib/dom";
import type { Texts } from "../lib/texts";
import { openChat } from "./chat-panel";
import type { VisitState } from "./contract";
import type { Devices } from "./devices";
import { Display } from "./display";
import { Keys } from "./keys";
import { presenter, type Room, type RoomEvent } from "./room";
import type { Session } from "./session";
import { Speaking } from "./speaking";
import { ViewModes } from "./view-modes";

/** How long a word about a screen that could not be shown stays, ms. */
const wordStays = 10_000;

/** What the tools need of the visit. */
export interface ToolsSurroundings {
  texts: Texts;
  devices: Devices;
  room(): Room;
  session(): Session | undefined;
  tell(event: RoomEvent): void;
  /** Does what a button with this `data-do` does. */
  act(action: string): unknown;
  announce(sentence: string): void;
}

/** What one does in a call beside speaking: showing the screen, pausing, changing how it is seen, pressing keys. */
export class Tools {
  readonly #views: ViewModes;
  readonly #keys: Keys;
  #paused = false;
  #cameraRests = false;

  constructor(private readonly root: HTMLElement, private readonly around: ToolsSurroundings) {
    this.#views = new ViewModes(root);
    this.#keys = new Keys(root, action => this.#press(action));
    new Speaking(root, around);
    showOnly(all(root, "[data-do=screen]"), () => Display.supported);
  }

  readonly actions: Record<string, () => unknown> = {
    "screen": () => this.#share(),
    "pause": () => this.#pause(),
    "picture-in-picture": () => this.#views.pictureInPicture(),
    "full-screen": () => this.#views.fullScreen(),
    "shortcuts": () => this.#keys.open(),
    "messages": () => this.#beside("#tab-chat", "[data-form=say] input[type=text]"),
    "note": () => this.#beside("#tab-note", "soap-note:not([hidden]) textarea"),
  };

  /** With what the visit is entered: a practitioner who comes back into a pause begins without a camera, until the call goes on. */
  modality(visit: VisitState): "video" | "audio" {
    const rests = visit.modality === "video" && visit.role === "practitioner" && Boolean(visit.pausedAt);
    this.#cameraRests ||= rests;
    return rests ? "audio" : visit.modality;
  }

  /** The room may be another than before: buttons say how it stands, and a pause is a pause of the devices too. */
  follow(room: Room): void {
    const paused = room.pausedAt !== null;
    mark(this.root, "screen", room.sharing);
    mark(this.root, "pause", paused);
    for (const button of all<HTMLButtonElement>(this.root, "[data-do=pause], [data-do=screen]")) {
      button.disabled = room.visit?.status !== "active" || (paused && !room.sharing && button.dataset["do"] === "screen");
    }
    all<HTMLButtonElement>(this.root, "[data-do=camera]").forEach(button => { button.disabled = paused && room.visit?.role === "practitioner"; });
    all<HTMLVideoElement>(this.root, "video[data-remote]").forEach(video => { video.muted = paused; });
    if (this.#paused !== paused) {
      this.#paused = paused;
      void this.#rest(paused, room);
    }
  }

  async #rest(paused: boolean, room: Room): Promise<void> {
    await this.around.session()?.resend();
    if (room.visit?.role !== "practitioner" || room.ended || room.apart) {
      return;
    }
    if (paused) {
      this.#cameraRests ||= this.around.devices.cameraOn;
      await this.around.devices.setCamera(false);
    } else if (this.#cameraRests) {
      this.#cameraRests = false;
      await this.around.devices.setCamera(true);
    }
    this.around.session()?.announceMedia();
  }

  async #pause(): Promise<void> {
    const session = this.around.session();
    await (this.around.room().pausedAt ? session?.resume() : session?.pause())?.catch(() => undefined); // without a line: pressed again
  }

  async #share(): Promise<void> {
    const [room, session] = [this.around.room(), this.around.session()];
    if (room.sharing) {
      session?.unshare();
      return;
    }
    const other = presenter(room);
    if (other) {
      this.say({ kind: "screen-taken", who: other.name }); // without asking which window first
      return;
    }
    const outcome = await session?.share();
    if (outcome === "taken") {
      this.say({ kind: "screen-taken", who: presenter(this.around.room())?.name ?? room.visit?.other ?? "" });
    } else if (outcome === "unreachable") {
      this.say({ kind: "screen-unreachable" });
    }
  }

  /** For a while, on the picture. */
  say(notice: NonNullable<Room["notice"]>): void {
    this.around.tell({ type: "notice", notice });
    setTimeout(() => {
      if (this.around.room().notice === notice) {
        this.around.tell({ type: "notice", notice: null });
      }
    }, wordStays);
  }

  /** What lies beside the stage: out of full screen, opened, and the place to write in has the focus. */
  async #beside(tab: string, field: string): Promise<void> {
    await this.#views.leaveFullScreen();
    const call = find(this.root, "[data-view=call]:not([hidden])");
    const chosen = call.querySelector<HTMLElement>(tab);
    if (chosen) {
      chosen.click();
    } else {
      this.around.act("chat");
      openChat(this.root, true);
    }
    (call.querySelector<HTMLElement>(field) ?? chosen)?.focus();
  }

  /** A key does what its button does, where that is offered. */
  #press(action: string): void {
    const call = this.root.querySelector("[data-view=call]:not([hidden])");
    const button = call?.querySelector<HTMLButtonElement>(`[data-do="${action}"]:not([hidden])`);
    const beside = action === "messages" || (action === "note" && call?.querySelector("#tab-note"));
    if (!call || call.querySelector("[data-toolbar][hidden]") || (!beside && (!button || button.disabled))) {
      return;
    }
    void Promise.resolve(this.around.act(action)).then(() => {
      if (action === "microphone" || action === "camera") {
        const { microphoneOn, cameraOn } = this.around.devices;
        const on = action === "microphone" ? microphoneOn : cameraOn;
        this.around.announce(this.around.texts.say(`${action}-${on ? "on" : "off"}`));
      }
    });
  }
}

/** Buttons and entries of a menu that switch say whether it is on. */
function mark(root: ParentNode, action: string, on: boolean): void {
  for (const button of all(root, `[data-do="${action}"]`)) {
    const name = button.getAttribute("role") === "menuitemcheckbox" ? "aria-checked" : button.hasAttribute("aria-pressed") ? "aria-pressed" : null;
    if (name && button.getAttribute(name) !== String(on)) {
      button.setAttribute(name, String(on));
    }
  }
}
