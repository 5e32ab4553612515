import { LinkToken } from "../lib/link-token";

customElements.define("link-token", LinkToken);
