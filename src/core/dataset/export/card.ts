import { formatCount } from "../../format.ts";
import type { Dataset } from "../open.ts";
import { levelNames, levels, type Level, type Split } from "../types.ts";
import { mainSkill, type Part } from "./contents.ts";
import type { Contents, Format } from "./format.ts";

export interface CardTable {
  readonly path: string;
  readonly config: string;
  readonly split: Split;
}

export interface CardOptions {
  readonly dataset: Dataset;
  readonly format: Format;
  readonly contents: Contents;
  /** Exported questions of each part, by level. */
  readonly counts: readonly (Part & { readonly levels: Readonly<Record<Level, number>> })[];
  readonly biographies: number;
  /** In the order in which they were written. */
  readonly tables: readonly CardTable[];
  readonly portion: number;
}

/** The dataset card: a header that the Hugging Face hub and `load_dataset` read, and what people want to know. */
export function datasetCard(options: CardOptions): string {
  const { dataset, format, contents } = options;
  const { name } = dataset.manifest;
  return [
    header(options),
    `# ${name}: multi-hop questions (${format.title})`,
    introduction,
    countsSection(options),
    levelsSection,
    fieldsSection(format),
    `## Training\n\n${format.usage(contents).trim()}`,
    originSection(options),
    citation,
  ].join("\n\n");
}

function header({ dataset, format, contents, counts, biographies, tables }: CardOptions): string {
  const { manifest } = dataset;
  const rows = counts.reduce((sum, part) => sum + total(part.levels), biographies);
  const first = format.defaultConfig(mainSkill(contents));
  const configs = [...new Set(tables.map(({ config }) => config))].map((config) => [
    `- config_name: ${config}`,
    ...(config === first ? ["  default: true"] : []),
    "  data_files:",
    ...tables
      .filter((table) => table.config === config)
      .map(({ split, path }) => `  - split: ${split}\n    path: ${path}`),
  ]);
  return [
    "---",
    `pretty_name: ${JSON.stringify(`${manifest.name} (${format.title})`)}`,
    `license: ${isOurs(dataset) ? "mit" : "unknown"}`,
    "language:",
    "- en",
    "task_categories:",
    "- question-answering",
    "- text-generation",
    "tags:",
    "- synthetic",
    "- multi-hop-reasoning",
    "- compositional-generalization",
    "- knowledge-graph",
    "size_categories:",
    `- ${sizeCategory(rows)}`,
    "configs:",
    ...configs.flat(),
    "---",
  ].join("\n");
}

/** Whether all texts are the generator's, and with it under its licence. */
function isOurs({ spec: { graph, questions } }: Dataset): boolean {
  return [graph.relationFile, graph.tripleFile, questions.recordFile].every((file) => file === undefined);
}

/** The hub's names for orders of magnitude. */
function sizeCategory(rows: number): string {
  const powers = ["1K", "10K", "100K", "1M", "10M"];
  const above = powers.findIndex((_, i) => rows < 10 ** (i + 3));
  if (above === 0) return "n<1K";
  return above < 0 ? "n>10M" : `${powers[above - 1]!}<n<${powers[above]!}`;
}

const total = (counts: Readonly<Record<Level, number>>): number =>
  levels.reduce((sum, level) => sum + counts[level], 0);

const introduction = `Questions over a knowledge graph, answered hop by hop. Every hop is a fact that is known either from the weights, learnt by heart from biographies (*parametric*), or from the prompt (*contextual*):

- **MEM**: parametric hops alone.
- **CTX**: contextual hops alone; the context states every fact that is needed.
- **COMP**, *complementary reasoning*: at least one hop of each kind.`;

function countsSection({ counts, biographies, portion }: CardOptions): string {
  const rows = counts.map((part) => {
    const cells = [...levels.map((level) => part.levels[level]), total(part.levels)];
    return `| ${part.skill.toUpperCase()} | ${part.split} | ${cells.map(formatCount).join(" | ")} |`;
  });
  return [
    "## Contents",
    "",
    `| Skill | Split | ${levels.map((level) => levelNames[level]).join(" | ")} | Total |`,
    "|:--|:--|--:|--:|--:|--:|",
    ...rows,
    ...(biographies > 0 ? ["", `And ${formatCount(biographies)} biographies to learn by heart.`] : []),
    ...(portion < 1
      ? ["", `The training questions are a portion of ${portion}, in the same share of every relation path.`]
      : []),
  ].join("\n");
}

const levelsSection = `## Levels of generalization

What a test question of each level asks for:

- **I.I.D.** (\`iid\`): a relation path that training has, of other people.
- **Composition** (\`composition\`): a path that training lacks, of relations that its paths have.
- **Zero-shot** (\`zero-shot\`): a path with a relation that no training path of the skill has.

A training question has the level that its relations give its path: there is none of zero-shot.`;

function fieldsSection({ fields }: Format): string {
  return ["## Fields", "", ...fields.map(([name, meaning]) => `- \`${name}\`: ${meaning}.`)].join("\n");
}

function originSection({ dataset }: CardOptions): string {
  const { manifest } = dataset;
  const { name, hash, generator, seed, spec } = manifest;
  const made = `Made by Reasoning Curriculum, generator \`${generator}\`, seed ${seed}, as dataset \`${name}-${hash}\`.`;
  return `## Origin

${made} The same curriculum gives the same bytes on every platform. \`reasoning-curriculum audit\` checks that dataset against its rules, from its files alone: facts, gold chains, contexts, levels and splits.${isOurs(dataset) ? " All people and facts are made up." : " It is made from data of its author, under the terms of that data."}

<details>
<summary>The curriculum's data, every default written out</summary>

\`\`\`json
${JSON.stringify({ seed, ...(spec as object) }, null, 2)}
\`\`\`

</details>`;
}

const citation = `## Citation

The task and its levels follow arXiv [2512.01970](https://arxiv.org/abs/2512.01970):

\`\`\`bibtex
@misc{cheng2025atomic,
  title = {Atomic Skills are the Prerequisite: When Reinforcement Learning Synthesizes Compositional Reasoning, and When It Only Amplifies},
  author = {Sitao Cheng and Xunjian Yin and Ruiwen Zhou and Yuxuan Li and Xinyi Wang and Liangming Pan and William Yang Wang and Victor Zhong},
  year = {2025},
  eprint = {2512.01970},
  archivePrefix = {arXiv}
}
\`\`\`
`;
