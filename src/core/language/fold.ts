/** Spaces, quotation marks and Markdown's emphasis. */
const ignored = /[\s"“”„«»*_`]/;
const ignoredBelow = 0x3001;
const isIgnored = Uint8Array.from({ length: ignoredBelow }, (_, code) =>
  Number(ignored.test(String.fromCharCode(code))),
);

/** A text without what its reading does not depend on: letter case, spaces, emphasis, the shape of quotes and hyphens. */
export interface FoldedText {
  /** NFC; not folded. */
  readonly source: string;
  readonly text: string;
  /** Where each character of `text` stands in `source`; then the end of `source`. */
  readonly at: Uint32Array;
}

export function foldText(original: string): FoldedText {
  const source = original.normalize();
  const lowered = lowerCase(source).replace(/[‘’ʼ]/g, "'").replace(/[‐‑–]/g, "-");
  const at = new Uint32Array(source.length + 1);
  let [text, run, kept] = ["", 0, 0];
  for (let i = 0; i < lowered.length; i++) {
    if (isIgnored[lowered.charCodeAt(i)] === 1) {
      if (run < i) text += lowered.slice(run, i);
      run = i + 1;
    } else at[kept++] = i;
  }
  at[kept] = source.length;
  return { source, text: text + lowered.slice(run), at };
}

/** Character by character where lower case has another length ("İ"), so that positions stay. */
function lowerCase(text: string): string {
  const lowered = text.toLowerCase();
  if (lowered.length === text.length) return lowered;
  return Array.from({ length: text.length }, (_, i) => {
    const letter = text.charAt(i).toLowerCase();
    return letter.length === 1 ? letter : text.charAt(i);
  }).join("");
}
