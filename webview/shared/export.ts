const svgNamespace = "http://www.w3.org/2000/svg";
const margin = 16;
const headerHeight = 34;
const legendRow = 18;

/** What an exported picture needs beside the drawing itself to be read on its own. */
export interface Picture {
  readonly title: string;
  readonly svg: SVGSVGElement;
  readonly legend: readonly { readonly name: string; readonly swatch: SVGSVGElement }[];
}

/** A copy that looks the same without the page's style sheets: theme variables become plain colours. */
function resolved(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  for (const [index, original] of originals.entries()) {
    const style = getComputedStyle(original);
    for (const property of ["stroke", "fill"] as const) {
      const value = original.getAttribute(property);
      if (value !== null && /var\(|currentColor/.test(value)) copies[index]!.setAttribute(property, style[property]);
    }
  }
  copy.querySelectorAll("style").forEach((element) => {
    element.remove();
  });
  const { fontFamily, fontSize, color } = getComputedStyle(svg);
  copy.removeAttribute("class");
  copy.setAttribute("style", "overflow: visible");
  for (const [name, value] of Object.entries({ "font-family": fontFamily, "font-size": fontSize, color })) {
    copy.setAttribute(name, value);
  }
  return copy;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const node = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.textContent = text;
  return node;
}

/** A picture as a stand-alone SVG document in the colours of the current theme. */
export function toSvg({ title, svg, legend }: Picture): { text: string; width: number; height: number } {
  const page = getComputedStyle(svg);
  const font = { fill: page.color, "font-family": page.fontFamily };
  const width = svg.width.baseVal.value + 2 * margin;
  const plotHeight = svg.height.baseVal.value;
  const height = headerHeight + plotHeight + legend.length * legendRow + 2 * margin;
  const outer = element("svg", { xmlns: svgNamespace, width, height, viewBox: `0 0 ${width} ${height}` });
  outer.append(
    element("rect", {
      width,
      height,
      fill: page.getPropertyValue("--vscode-editor-background"),
    }),
    element("text", { x: margin, y: margin + 8, "font-size": 14, "font-weight": 600, ...font }, title),
  );
  const place = (drawing: SVGSVGElement, x: number, y: number) => {
    const copy = resolved(drawing);
    copy.setAttribute("x", String(x));
    copy.setAttribute("y", String(y));
    outer.append(copy);
  };
  place(svg, margin, headerHeight);
  legend.forEach(({ name, swatch }, index) => {
    const y = headerHeight + plotHeight + margin + index * legendRow;
    place(swatch, margin, y);
    outer.append(element("text", { x: margin + 38, y: y + 9, "font-size": 12, ...font }, name));
  });
  return { text: new XMLSerializer().serializeToString(outer), width, height };
}

/** A picture as PNG at twice the size on screen, base64. */
export async function toPng(picture: Picture): Promise<string> {
  const { text, width, height } = toSvg(picture);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1]!;
}
