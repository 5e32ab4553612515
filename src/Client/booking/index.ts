import { HeldSlot } from "../staff/held-slot";
import { OwnZone } from "../staff/own-zone";

customElements.define("held-slot", HeldSlot);
customElements.define("own-zone", OwnZone);
