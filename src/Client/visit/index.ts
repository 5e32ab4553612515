import { DocumentDrop } from "./document-drop";
import { MoreMenu } from "./more-menu";
import { NoteMoments } from "./note-moments";
import { SoapNote } from "./soap-note";
import { VisitRoom } from "./visit-room";

customElements.define("more-menu", MoreMenu);
customElements.define("soap-note", SoapNote);
customElements.define("note-moments", NoteMoments);
customElements.define("document-drop", DocumentDrop);
customElements.define("visit-room", VisitRoom);
