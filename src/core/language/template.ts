import { indefiniteArticle } from "./article.ts";

/** The text around the two slots of a statement wording; between them may stand {a}, for the object's article. */
export interface StatementTemplate {
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

const articleSlot = "{a}";

const compiled = new Map<string, StatementTemplate>();

/** Compiles "{subject}'s boss is {object}.", once a wording. */
export function statementTemplate(wording: string): StatementTemplate {
  let template = compiled.get(wording);
  if (!template) {
    const [before, between, after, ...rest] = wording.split(/\{subject\}|\{object\}/);
    if (after === undefined || rest.length > 0 || wording.indexOf("{subject}") > wording.indexOf("{object}")) {
      throw new Error(`A statement names {subject}, then {object}, once each: ${wording}`);
    }
    template = { before: before!, between: between!, after };
    compiled.set(wording, template);
  }
  return template;
}

/** What a statement says between its subject and this object. */
export function linkTo(object: string, { between }: StatementTemplate): string {
  return between.includes(articleSlot) ? between.replace(articleSlot, indefiniteArticle(object)) : between;
}

/** All that a statement may say between subject and object. */
export function linksOf({ between }: StatementTemplate): readonly string[] {
  return between.includes(articleSlot)
    ? ["a", "an"].map((article) => between.replace(articleSlot, article))
    : [between];
}
