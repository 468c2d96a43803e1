/** Of words that do not sound as they begin; after D. Conway, "An Algorithmic Approach to English Pluralization" (1998). */
const soundsLikeVowel = [
  // Spelled out: an MRI, an X-ray, an F1 car.
  /^(?=[A-Z]{2}|[A-Z]\b|[A-Z]\d)(?!U)[AEFHILMNORSX](?![AEIOU][A-Z])/,
  // A silent h.
  /^(?:heir|honest|honou?r|hour(?!i))/i,
  // Eight, eleven, eighteen, eleven thousand.
  /^(?:8|1[18](?:\d{3})*(?!\d))/,
  /^y(?:b[lor]|cl[ea]|fere|gg|p[ios]|rou|tt)/i,
];
const soundsLikeConsonant = [
  // Spelled out: a UFO, a US citizen.
  /^U(?:[A-Z]|\b)/,
  // As in "you": a European, a university, a user, a Ukrainian; but an unimportant one.
  /^(?:e[uw]|uni(?![nmd])|unimo|u[bcfhjkqrst][aeiou]|ugand|ukr)/i,
  // As in "won": a one-off.
  /^(?:onc?e\b|oui)/i,
];

/** "a" or "an", by how a noun phrase sounds. */
export function indefiniteArticle(phrase: string): "a" | "an" {
  const fits = (pattern: RegExp): boolean => pattern.test(phrase);
  if (soundsLikeVowel.some(fits)) return "an";
  return !soundsLikeConsonant.some(fits) && /^[aeiouà-æè-ïò-öø-ü]/i.test(phrase) ? "an" : "a";
}
