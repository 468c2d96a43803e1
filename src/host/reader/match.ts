/** Items shown for one search: more than anyone scrolls through. */
export const mostMatches = 200;

/** Whether a text in lower case holds every word of the query, in any order and case. */
export function matcher(query: string): (text: string) => boolean {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return (text) => words.every((word) => text.includes(word));
}
