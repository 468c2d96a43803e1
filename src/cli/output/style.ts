const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = Readonly<Record<keyof typeof codes, (text: string) => string>>;

/** Colours where the stream is a terminal that shows them; `NO_COLOR` and `FORCE_COLOR` are respected by Node. */
export function styleFor(stream: { readonly isTTY?: boolean; hasColors?(): boolean }): Style {
  const coloured = stream.isTTY === true && stream.hasColors?.() === true;
  const paint = ([open, close]: readonly [number, number]) =>
    coloured ? (text: string) => `\u001b[${open}m${text}\u001b[${close}m` : (text: string) => text;
  return Object.fromEntries(Object.entries(codes).map(([name, pair]) => [name, paint(pair)])) as Style;
}
