import assert from "node:assert/strict";
import { indefiniteArticle } from "../../../../src/core/language/article.ts";
import { linksOf, linkTo, statementTemplate } from "../../../../src/core/language/template.ts";

const an = `accountant, hour, hourglass, heir, honest man, honorary member, umbrella, unimportant man, unidentified object,
  uninvited guest, urban planner, undertaker, Uzbek, usher, oncologist, Oneida, ice hockey player, MRI, X-ray, M.D., FBI agent,
  HTML page, EU citizen, SQL database, 8-ball, 11th, 18th, 80, 85, Yttrium ring, Austrian, Émigré, auditor, F1 car`;
const a = `nurse, university, unicorn, unionist, unit, unilateral act, European, Eurasian, eulogy, ewe, Ukrainian, Ugandan,
  Uruguayan, Utah native, uniform, user, usual case, utopia, urologist, ubiquitous man, ukulele, one-off, once-rich man, NASA engineer,
  house, hotel, historian, UFO, US citizen, USB stick, UK citizen, U-turn, B-side, CD, TV, Honolulu native, 1, 100, 110, 180, yacht, ouija board`;
const listed = (words: string) => words.split(",").map((word) => word.trim());

describe("the indefinite article", () => {
  it("goes by the sound of what follows", () => {
    const articles = (words: readonly string[]) => words.map((word) => `${indefiniteArticle(word)} ${word}`);
    assert.deepEqual(
      articles(listed(an)),
      listed(an).map((word) => `an ${word}`),
    );
    assert.deepEqual(
      articles(listed(a)),
      listed(a).map((word) => `a ${word}`),
    );
  });

  it("fills the slot of a statement", () => {
    const template = statementTemplate("{subject} works as {a} {object}.");
    assert.equal(linkTo("actor", template), " works as an ");
    assert.equal(linkTo("nurse", template), " works as a ");
    assert.deepEqual(linksOf(template), [" works as a ", " works as an "]);
    assert.deepEqual(linksOf(statementTemplate("{subject} met {object}.")), [" met "]);
  });
});
