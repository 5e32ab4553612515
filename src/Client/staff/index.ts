import { AppearAt } from "./appear-at";
import { CopyLink } from "./copy-link";
import { DocumentPage } from "./document-page";
import { NotificationBell } from "./notification-bell";
import { WaitingList } from "./waiting-list";

customElements.define("appear-at", AppearAt);
customElements.define("copy-link", CopyLink);
customElements.define("document-page", DocumentPage);
customElements.define("notification-bell", NotificationBell);
customElements.define("waiting-list", WaitingList);
