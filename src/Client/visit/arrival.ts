import type { Expected, VisitState } from "./contract";
import type { Devices } from "./devices";
import type { Link } from "./link";
import type { View } from "./room";

/** How soon a link that came too early is looked at again, ms. */
const lookAgain = 15_000;

interface Around {
  open(modality: VisitState["modality"]): void;
  show(view: View): void;
  decide(expected: Expected): void;
}

/** A link's page until the link is redeemed: who is expected, and when. Looking redeems nothing. */
export class Arrival {
  /** Of the visit that the link is of. */
  modality: VisitState["modality"] = "video";

  constructor(private readonly link: Link, private readonly devices: Pick<Devices, "setCamera" | "close">, private readonly around: Around) {}

  /** @param again The link was too early before: camera and microphone wait until there is something to join. */
  async look(again = false): Promise<void> {
    if (!this.link.token) {
      this.around.show("dead");
      return;
    }
    if (!again) {
      this.around.open("video");
    }
    try {
      const expected = await this.link.expected();
      this.modality = expected.modality ?? "video";
      if (again && expected.state === "open") {
        this.around.open(this.modality);
      } else if (this.modality === "audio") {
        void this.devices.setCamera(false);
      }
      this.around.decide(expected);
    } catch {
      if (again) {
        this.lookLater();
      } else {
        this.devices.close();
        this.around.show("unreachable");
      }
    }
  }

  lookLater(): void {
    setTimeout(() => void this.look(true), lookAgain);
  }
}
