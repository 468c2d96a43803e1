import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { curriculumSchema, type Curriculum, type CurriculumInput } from "../../../../src/core/curriculum/schema.ts";

/** 30 + 30 people of whom 20 are shared, 14 relations, 3 worlds: every level of every skill has paths. */
export function smallCurriculum(overrides: CurriculumInput = {}): Curriculum {
  return curriculumSchema.parse({
    seed: overrides.seed ?? 1,
    graph: {
      people: { parametric: 30, contextual: 30, shared: 20 },
      relations: [
        ...["child", "boss", "classmate", "roommate", "email", "hobby", "died_in"],
        ...["parent", "boss_of", "spouse", "rival", "neighbor", "major", "lived_in"],
      ],
      contextualWorlds: 3,
      attributeValues: 20,
      ...overrides.graph,
    },
    paths: { draws: { mem: 100, ctx: 100, comp: 100 } },
    questions: {
      test: 20,
      context: { statements: 3, distractors: { disconnected: [1, 2] } },
      irrelevantContext: 0.25,
      ...overrides.questions,
      train: { mem: 120, ctx: 120, comp: 150, ...overrides.questions?.train },
    },
  });
}

export async function inTemporaryFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "dataset-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
