import { skills } from "../types.ts";
import { jsonLines } from "./encode.ts";
import type { Format } from "./format.ts";

/** Whole records, in the field names of the paper's release. */
export const jsonl: Format = {
  title: "plain JSONL",
  biographies: [
    {
      path: "biographies.train.jsonl",
      config: "biographies",
      encode: (rows) => jsonLines(rows, (row) => row),
    },
  ],
  defaultConfig: (skill) => skill,
  questions: (skill, split) => [
    { path: `${skill}.${split}.jsonl`, config: skill, encode: (rows) => jsonLines(rows, (row) => row) },
  ],
  fields: [
    ["id", "skill, split and number of the question"],
    ["skill", "`mem`, `ctx` or `comp`"],
    ["gen_type", "level of generalization: `iid`, `composition` or `zero-shot`"],
    ["split", "`train` or `test`"],
    ["relation_path", "the relations from the first to the last hop"],
    ["entities", "the name each hop starts from; the question names the first"],
    ["instruction", "what a pretrained model is told before context and question"],
    ["question", "the question"],
    ["context", "the biographies in the prompt; empty where there are none"],
    ["answer_cot", "the gold chain of thought, one sentence a hop, and the sentence with the answer"],
    ["answer", "the answer alone"],
    ["world", "where there are several: the one whose contextual facts are asked"],
    ["person, text", "of a biography: whose it is, and the text to learn by heart"],
  ],
  extras: () => ({}),
  usage: ({ questions }) => `Load it with \`datasets\`:

\`\`\`python
from datasets import load_dataset

${skills
  .filter((skill) => questions.train.includes(skill) || questions.test.includes(skill))
  .map((skill) => `${skill} = load_dataset("path/to/this/folder", "${skill}")`)
  .join("\n")}
\`\`\`

\`reasoning-curriculum import\` reads the files of questions back as a curriculum.
`,
};
