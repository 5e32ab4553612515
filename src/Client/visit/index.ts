import { ProseFields } from "../lib/prose-fields";
import { DocumentDrop } from "./document-drop";
import { MeasurePanel } from "./measure-panel";
import { MoreMenu } from "./more-menu";
import { NoteMoments } from "./note-moments";
import { SoapNote } from "./soap-note";
import { VisitRoom } from "./visit-room";

customElements.define("more-menu", MoreMenu);
customElements.define("prose-fields", ProseFields);
customElements.define("soap-note", SoapNote);
customElements.define("note-moments", NoteMoments);
customElements.define("document-drop", DocumentDrop);
customElements.define("measure-panel", MeasurePanel);
customElements.define("visit-room", VisitRoom);
