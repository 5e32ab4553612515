import { all, showOnly } from "../../lib/dom";
import type { Devices } from "../devices";
import { twoTones } from "../tones";

/** Two soft tones, a question, and what to do when they were not heard. */
export class Loudspeaker {
  readonly #steps: HTMLElement[];
  #context: AudioContext | undefined;

  constructor(root: HTMLElement, private readonly devices: Devices) {
    this.#steps = all(root, "[data-sound-step]");
    root.addEventListener("click", event => {
      const pressed = (event.target as Element).closest<HTMLElement>("[data-sound]")?.dataset["sound"];
      if (pressed === "test") {
        void this.test();
      } else if (pressed) {
        this.#step(pressed);
      }
    });
  }

  async test(): Promise<void> {
    this.#step("");
    await this.#tones();
    this.#step("ask");
  }

  stop(): void {
    void this.#context?.close();
    this.#context = undefined;
    this.#step("");
  }

  #step(name: string): void {
    showOnly(this.#steps, step => step.dataset["soundStep"] === name);
  }

  /** Through a player, so that they come out where the other's voice will. */
  async #tones(): Promise<void> {
    const context = this.#context ??= new AudioContext();
    const player = new Audio();
    const way = context.createMediaStreamDestination();
    player.srcObject = way.stream;
    this.devices.route(player);
    await context.resume();
    await player.play();
    await twoTones(context, way);
    player.srcObject = null;
  }
}
