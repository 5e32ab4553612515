import { LinkToken } from "./link-token";

customElements.define("link-token", LinkToken);
