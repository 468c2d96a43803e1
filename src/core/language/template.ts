/** The text around the two slots of a statement wording. */
export interface StatementTemplate {
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

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
