import { find, make } from "../lib/dom";
import { ViewerTools } from "../lib/viewer-tools";

/** A picture to be looked at closely: larger, smaller, turned. Without a script it is the picture as it is. */
export class PictureView extends HTMLElement {
  connectedCallback(): void {
    const stage = find(this, "[data-stage]");
    const picture = find<HTMLImageElement>(stage, "img");
    const frame = make("div", "viewer-frame");
    const tools = () => new ViewerTools(this, {
      fit: () => Math.min(1, stage.clientWidth / (view.isAcross ? picture.naturalHeight : picture.naturalWidth)),
      draw: (scale, turn) => {
        const [width, height] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
        const across = turn % 180 !== 0;
        Object.assign(frame.style, { width: `${across ? height : width}px`, height: `${across ? width : height}px` });
        Object.assign(picture.style, { width: `${width}px`, height: `${height}px`, transform: `translate(-50%, -50%) rotate(${turn}deg)` });
      },
    });
    let view: ViewerTools;
    const begin = () => {
      if (picture.naturalWidth > 0) {
        picture.replaceWith(frame);
        frame.append(picture);
        view = tools();
        view.draw();
      }
    };
    if (picture.complete) {
      begin();
    } else {
      picture.addEventListener("load", begin, { once: true });
    }
  }
}
