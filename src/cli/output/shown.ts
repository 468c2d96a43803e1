import { levelNames, type ContextRole } from "../../core/dataset/types.ts";
import type { Statement } from "../../core/language/statement.ts";
import type { Shown, ShownPerson, ShownQuestion } from "../shown.ts";
import type { Style } from "./style.ts";

/** A person or a question as people read them; where there are no colours, MEM and CTX say as much. */
export function renderShown(shown: Shown, style: Style): string {
  const sections = shown.kind === "person" ? personSections(shown, style) : questionSections(shown, style);
  return sections.map((lines) => lines.join("\n")).join("\n\n");
}

function personSections({ person, parametric, world, contextual }: ShownPerson, style: Style): string[][] {
  const groups = [...(person.parametric ? ["parametric"] : []), ...(person.contextual ? ["contextual"] : [])];
  return [
    [`${style.bold(person.name)}, number ${person.id}: ${groups.join(" and ")}`],
    ...(person.parametric
      ? [[style.bold("MEM: known from the weights"), ...facts(parametric, style).map(indented)]]
      : []),
    ...(person.contextual
      ? [[style.bold(`CTX: given in the prompt, world ${world}`), ...facts(contextual, style).map(indented)]]
      : []),
  ];
}

const roles: Readonly<Record<ContextRole, string>> = {
  needed: "needed",
  supporting: "supporting: a needed fact from its other end",
  irrelevant: "irrelevant: connected, but off the path",
  disconnected: "disconnected: a stranger",
};

function questionSections(question: ShownQuestion, style: Style): string[][] {
  const { record, path, hops, world, newWording, prompt, context, chain } = question;
  const kind = `${record.skill.toUpperCase()} · ${levelNames[record.gen_type]} · ${record.split}`;
  const route = hops.map(({ relation, skill }) => `${relation} (${skill.toUpperCase()})`).join(" → ");
  return [
    [
      `${style.bold(record.id)}: ${kind}`,
      `Path ${path}: ${route}`,
      ...(newWording ? ["In a wording that is kept from training"] : []),
    ],
    [style.bold("Prompt"), ...prompt.split("\n").map(indented)],
    ...(context.length > 0
      ? [
          [
            style.bold(`Context by person, world ${world}`),
            ...context.flatMap(({ person, role, statements }) => [
              indented(`${person} ${style.dim(`(${roles[role]})`)}`),
              ...facts(statements, style).map(indented).map(indented),
            ]),
          ],
        ]
      : []),
    [
      style.bold("Gold chain"),
      ...(chain.length > 0 ? facts(chain, style) : record.answer_cot.split("\n")).map(indented),
    ],
    [style.bold("Answer"), indented(style.green(record.answer))],
  ];
}

const indented = (line: string): string => `  ${line}`;

/** "MEM  A's boss is B.", with the object in the skill's colour. */
function facts(statements: readonly Statement[], style: Style): string[] {
  return statements.map(({ text, group, object: [start, end] }) => {
    const [label, paint] = group === "parametric" ? (["MEM", style.cyan] as const) : (["CTX", style.yellow] as const);
    return `${paint(label)}  ${text.slice(0, start)}${paint(text.slice(start, end))}${text.slice(end)}`;
  });
}
