import { AppearAt } from "./appear-at";
import { CopyLink } from "./copy-link";
import { NotificationBell } from "./notification-bell";
import { WaitingList } from "./waiting-list";

customElements.define("appear-at", AppearAt);
customElements.define("copy-link", CopyLink);
customElements.define("notification-bell", NotificationBell);
customElements.define("waiting-list", WaitingList);
