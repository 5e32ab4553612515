import { HeldSlot } from "../staff/held-slot";
import { OwnZone, OwnZoneField } from "../staff/own-zone";

customElements.define("held-slot", HeldSlot);
customElements.define("own-zone", OwnZone);
customElements.define("own-zone-field", OwnZoneField);
