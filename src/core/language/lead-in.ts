import { foldText, type FoldedText } from "./fold.ts";
import { Lexicon } from "./lexicon.ts";

/** What may stand before a statement without changing what it says. */
const connectives = `
  first, firstly, second, secondly, third, thirdly, fourth, fourthly, fifth, then, next, now, also, finally, lastly,
  after that, since, because, as, so, therefore, thus, hence, and, but, while, moreover, furthermore, in addition, in turn,
  of course, okay, ok, well, we know, we know that, i know, i know that, i recall that, i remember that, recall that,
  given that, we have, we see that, note that, this means, this means that, it follows that, it is known that, from memory,
  from the context, in the context, according to the context, according to the biography, based on the context,
  the context says, the context says that, the context states, the context states that`;

const words = new Lexicon(connectives.split(",").map((phrase) => [foldText(phrase).text, true] as const));

/** Bullets and other marks; "1.", "(2)", "Step 3:". */
const numbering = /[-—•·→⇒>#|()[\]{},;:.!?=~]*(?:(?:step|hop|fact)?\d{1,3}[.):])?/y;

/** Where what follows a connective or a number stands; `start` itself where there is neither. */
export function skipLeadIn({ text, at }: FoldedText, start: number): number {
  numbering.lastIndex = start;
  numbering.test(text);
  if (numbering.lastIndex > start) return numbering.lastIndex;
  for (const { end } of words.matches(text, start)) {
    if (text[end] === "," || text[end] === ":") return end + 1;
    if (end === text.length || at[end]! > at[end - 1]! + 1) return end;
  }
  return start;
}
