import { LinkToken } from "../lib/link-token";

/** The token of a QR code's link. The page of a phone that has opened one is shown again without any: then nothing is asked. */
export class PhoneToken extends LinkToken {
  override connectedCallback(): void {
    if (location.hash.length > 1) {
      super.connectedCallback();
    }
  }
}
