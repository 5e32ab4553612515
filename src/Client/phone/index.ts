import { PhoneToken } from "./phone-token";
import { PhoneUpload } from "./phone-upload";

customElements.define("phone-token", PhoneToken);
customElements.define("phone-upload", PhoneUpload);
