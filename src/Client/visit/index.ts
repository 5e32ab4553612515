import { DocumentDrop } from "./document-drop";
import { SoapNote } from "./soap-note";
import { VisitRoom } from "./visit-room";

customElements.define("soap-note", SoapNote);
customElements.define("document-drop", DocumentDrop);
customElements.define("visit-room", VisitRoom);
