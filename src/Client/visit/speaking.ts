import { all, fill, showOnly } from "../lib/dom";
import type { Room } from "./room";
import type { ToolsSurroundings } from "./tools";
import { Voice } from "./voice";

/** How often it is looked at who speaks, ms. */
const often = 250;

/**
 * A ring around the picture of whoever speaks, and their name. Read from what the connections know already: no second path for sound is
 * opened. For the eye alone: whoever listens hears it.
 */
export class Speaking {
  readonly #voices = new Map<string, Voice>();
  readonly #own = new Voice();

  constructor(private readonly root: HTMLElement, private readonly around: ToolsSurroundings) {
    setInterval(() => void this.#look(), often);
  }

  async #look(): Promise<void> {
    const [room, session] = [this.around.room(), this.around.session()];
    if (room.view !== "call" || document.hidden) {
      return;
    }
    const flows = room.visit?.status === "active" && !room.pausedAt;
    const levels = flows ? await session?.levels() : undefined;
    for (const { id, microphone } of room.others) {
      const voice = this.#voices.get(id) ?? new Voice();
      this.#voices.set(id, voice);
      voice.hear(microphone ? levels?.get(id) ?? 0 : 0, Date.now());
    }
    this.#own.hear(flows && this.around.devices.microphoneOn ? await session?.ownLevel() ?? 0 : 0, Date.now());
    this.#show(room);
  }

  #show(room: Room): void {
    const speaking = room.others.filter(({ id }) => this.#voices.get(id)?.speaks);
    all(this.root, ".stage").forEach(stage => stage.toggleAttribute("data-speaking", speaking.some(({ id }) => id === room.other?.id)));
    all(this.root, "[data-tile]").forEach(tile => tile.toggleAttribute("data-speaking", speaking.some(({ id }) => id === tile.dataset["tile"])));
    all(this.root, "[data-self-tile]").forEach(tile => tile.toggleAttribute("data-speaking", this.#own.speaks));
    const names = new Intl.ListFormat(document.documentElement.lang || "fr").format(speaking.map(({ name }) => name));
    showOnly(all(this.root, "[data-speaking-word]"), () => speaking.length > 0);
    fill(this.root, "speaking", speaking.length > 0 ? this.around.texts.say(speaking.length > 1 ? "speak" : "speaks", { who: names }) : "");
  }
}
