import { EntryKeys } from "./entry-keys";
import { AgendaGrid } from "./agenda-grid";
import { AppearAt } from "./appear-at";
import { CopyLink } from "./copy-link";
import { DocumentPage } from "./document-page";
import { DocumentVersion } from "./document-version";
import { HeldSlot } from "./held-slot";
import { NotificationBell } from "./notification-bell";
import { OwnZone, OwnZoneField } from "./own-zone";
import { PictureView } from "./picture-view";
import { ProseFields } from "../lib/prose-fields";
import { emptyAtSignOut } from "./sign-out";
import { WaitingList } from "./waiting-list";

customElements.define("agenda-grid", AgendaGrid);
customElements.define("appear-at", AppearAt);
customElements.define("copy-link", CopyLink);
customElements.define("document-page", DocumentPage);
customElements.define("document-version", DocumentVersion);
customElements.define("held-slot", HeldSlot);
customElements.define("notification-bell", NotificationBell);
customElements.define("entry-keys", EntryKeys);
customElements.define("own-zone", OwnZone);
customElements.define("own-zone-field", OwnZoneField);
customElements.define("picture-view", PictureView);
customElements.define("prose-fields", ProseFields);
customElements.define("waiting-list", WaitingList);

emptyAtSignOut();
