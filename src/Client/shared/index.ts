import { ShareToken } from "./share-token";

customElements.define("share-token", ShareToken);
