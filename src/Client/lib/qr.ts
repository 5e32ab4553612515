const svg = "http://www.w3.org/2000/svg";

/** A QR code from its rows of dots, black on white in both themes because cameras want it so. */
export function drawQr(rows: readonly string[], label: string): SVGSVGElement {
  const picture = document.createElementNS(svg, "svg");
  picture.setAttribute("class", "qr");
  picture.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  const ground = document.createElementNS(svg, "rect");
  ground.setAttribute("width", String(rows.length));
  ground.setAttribute("height", String(rows.length));
  const dots = document.createElementNS(svg, "path");
  dots.setAttribute("d", rows.map((row, y) => [...row].map((dot, x) => dot === "1" ? `M${x} ${y}h1v1h-1z` : "").join("")).join(""));
  picture.append(ground, dots);
  return picture;
}
