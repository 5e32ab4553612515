import { PdfView } from "./pdf-view";

customElements.define("pdf-view", PdfView);
