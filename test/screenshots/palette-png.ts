import { crc32, deflateSync } from "node:zlib";
import type { Page } from "playwright-core";

const mostColors = 256;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly data: Buffer;
}

/** A picture of a screen with 256 of its colours: a third of the size, and nobody sees it. */
export async function palettePng(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, data } = await decode(page, png);
  const colors = Array.from({ length: width * height }, (_, pixel) => data.readUIntBE(4 * pixel, 3));
  const palette = paletteOf(colors);
  const nearest = new Map<number, number>();
  const indexOf = (color: number): number => {
    const known = nearest.get(color) ?? nearestOf(color, palette);
    nearest.set(color, known);
    return known;
  };
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < colors.length; pixel++)
    rows[pixel + Math.floor(pixel / width) + 1] = indexOf(colors[pixel]!);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const entries = Buffer.concat(palette.map((color) => Buffer.from([color >> 16, (color >> 8) & 255, color & 255])));
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", entries),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Half of them the most frequent, then those that most pixels would miss the most: thin lines keep their colours. */
function paletteOf(colors: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const byCount = [...counts].sort((a, b) => b[1] - a[1]);
  const palette = byCount.slice(0, mostColors / 2).map(([color]) => color);
  const left = byCount.slice(mostColors / 2).map(([color, count]) => ({
    color,
    count,
    missed: Math.min(...palette.map((one) => distance(one, color))),
  }));
  while (palette.length < Math.min(mostColors, byCount.length)) {
    const next = left.reduce((most, one) => (one.missed * one.count > most.missed * most.count ? one : most));
    palette.push(next.color);
    for (const one of left) one.missed = Math.min(one.missed, distance(one.color, next.color));
  }
  return palette;
}

const distance = (color: number, other: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((color >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);

function nearestOf(color: number, palette: readonly number[]): number {
  let best = 0;
  for (let index = 1; index < palette.length; index++)
    if (distance(palette[index]!, color) < distance(palette[best]!, color)) best = index;
  return best;
}

/** By the browser, in a page of its own. */
async function decode(page: Page, png: Buffer): Promise<Pixels> {
  const other = await page.context().newPage();
  try {
    const [width, height, base64] = await other.evaluate<[number, number, string]>(`(async () => {
      const bytes = Uint8Array.from(atob("${png.toString("base64")}"), (character) => character.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes]));
      const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      let binary = "";
      for (let at = 0; at < data.length; at += 32768) binary += String.fromCharCode(...data.subarray(at, at + 32768));
      return [image.width, image.height, btoa(binary)];
    })()`);
    return { width, height, data: Buffer.from(base64, "base64") };
  } finally {
    await other.close();
  }
}
