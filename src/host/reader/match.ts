/** Items shown for one search: more than anyone scrolls through. */
export const mostMatches = 200;

/** The words of a query, in lower case. */
export function wordsOf(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** Whether a text in lower case holds every word of the query, in any order and case. */
export function matcher(query: string): (text: string) => boolean {
  const words = wordsOf(query);
  return (text) => words.every((word) => text.includes(word));
}
