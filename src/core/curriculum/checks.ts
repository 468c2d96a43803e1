import { mostFacts } from "../graph/compact.ts";
import { relations as paperRelations } from "../graph/relations.ts";
import { relationsOf } from "../graph/select.ts";
import { adaptationProblems } from "./adaptation-checks.ts";
import type { Curriculum, RunSpec } from "./schema.ts";
import type { Problem } from "./problems.ts";
import { didYouMean } from "./suggest.ts";

/** What a schema cannot say: how the fields of a curriculum fit together. */
export function curriculumProblems(curriculum: Curriculum): Problem[] {
  return [
    ...peopleProblems(curriculum),
    ...factProblems(curriculum),
    ...relationProblems(curriculum),
    ...sourceProblems(curriculum),
    ...pathProblems(curriculum),
    ...wordingProblems(curriculum),
    ...modelProblems(curriculum),
    ...Object.entries(curriculum.runs).flatMap(([name, run]) => [
      ...runProblems(name, run, curriculum),
      ...adaptationProblems(name, run, curriculum),
    ]),
    ...lineageProblems(curriculum),
  ];
}

function peopleProblems({ graph: { people }, questions }: Curriculum): Problem[] {
  const problems: Problem[] = [];
  const fewest = Math.min(people.parametric, people.contextual);
  if (people.shared > fewest) {
    problems.push({
      path: ["graph", "people", "shared"],
      message: `graph.people.shared is ${people.shared}, but at most ${fewest} people can be both parametric and contextual: lower it, or raise the other counts.`,
    });
  }
  for (const [role, [least, most]] of Object.entries(questions.context.distractors)) {
    if (least <= most) continue;
    problems.push({
      path: ["questions", "context", "distractors", role],
      message: `questions.context.distractors.${role} is [fewest, most]: ${least} is more than ${most}.`,
    });
  }
  return problems;
}

function factProblems(curriculum: Curriculum): Problem[] {
  const { people, contextualWorlds } = curriculum.graph;
  const used = relationsOf(curriculum).filter(({ group }) => group === "contextual");
  const facts = people.contextual * used.length * contextualWorlds;
  if (facts <= mostFacts) return [];
  return [
    {
      path: ["graph", "contextualWorlds"],
      message: `graph.contextualWorlds ${contextualWorlds} × ${people.contextual} people × ${used.length} contextual relations are more than ${mostFacts} facts: lower one of them.`,
    },
  ];
}

function relationProblems({ graph, sources }: Curriculum): Problem[] {
  const known = (sources?.relations ?? paperRelations).map(({ name }) => name);
  // Without the file's relations nobody can say which names are wrong.
  const unread = graph.relationFile !== undefined && !sources;
  return (graph.relations ?? []).flatMap((name, index, all): Problem[] => {
    const path = ["graph", "relations", index];
    if (!unread && !known.includes(name))
      return [{ path, message: `"${name}" is no relation: ${didYouMean(name, known)}` }];
    return all.indexOf(name) < index ? [{ path, message: `The relation "${name}" is listed twice: keep one.` }] : [];
  });
}

/** How the files that a curriculum names fit with its other fields. */
function sourceProblems({ graph, questions }: Curriculum): Problem[] {
  const problems: Problem[] = [];
  if (graph.tripleFile !== undefined && graph.contextualWorlds > 1) {
    problems.push({
      path: ["graph", "contextualWorlds"],
      message: `graph.contextualWorlds is ${graph.contextualWorlds}, but the facts of graph.tripleFile are true in one world: set it to 1.`,
    });
  }
  if (questions.recordFile !== undefined && questions.heldOutWordings > 0) {
    problems.push({
      path: ["questions", "heldOutWordings"],
      message: `questions.heldOutWordings is ${questions.heldOutWordings}, but the questions of questions.recordFile come in their own words: set it to 0.`,
    });
  }
  if (graph.tripleFile !== undefined && questions.recordFile !== undefined) {
    problems.push({
      path: ["graph", "tripleFile"],
      message: "graph.tripleFile and questions.recordFile both bring the facts: keep one.",
    });
  }
  return problems;
}

function pathProblems({ paths }: Curriculum): Problem[] {
  const problems: Problem[] = [];
  const { iid, composition, "zero-shot": zeroShot } = paths.levels;
  const total = iid + composition + zeroShot;
  if (Math.abs(total - 1) > 1e-9) {
    problems.push({
      path: ["paths", "levels"],
      message: `paths.levels must add up to 1: iid ${iid} + composition ${composition} + zero-shot ${zeroShot} = ${Number(total.toFixed(6))}.`,
    });
  }
  if (Object.values(paths.hops).every((weight) => weight === 0)) {
    problems.push({
      path: ["paths", "hops"],
      message: "paths.hops gives no length a weight: give at least one above 0.",
    });
  }
  return problems;
}

function wordingProblems({ questions: { wordings, heldOutWordings }, biographies }: Curriculum): Problem[] {
  const problems: Problem[] = [];
  if (heldOutWordings >= wordings) {
    problems.push({
      path: ["questions", "heldOutWordings"],
      message: `questions.heldOutWordings is ${heldOutWordings} of ${wordings} wordings, which leaves none to train on: lower it, or raise questions.wordings.`,
    });
  }
  if (biographies.versions > 1 && !biographies.paraphrase && !biographies.permute) {
    problems.push({
      path: ["biographies", "versions"],
      message: `biographies.versions is ${biographies.versions}, but all would read the same: set paraphrase or permute to true, or versions to 1.`,
    });
  }
  return problems;
}

/** Above this, training all weights of a pre-trained model undoes what it knows. */
const highestFineTuningRate = 5e-4;

function modelProblems({ model, runs }: Curriculum): Problem[] {
  if (model.pretrained !== undefined) {
    return Object.entries(runs).flatMap(([name, { optimizer, lora }]): Problem[] => {
      const { learningRate } = optimizer;
      // What LoRA learns bears ten times the rate.
      const [highest, usual] = lora ? [10 * highestFineTuningRate, "0.0002"] : [highestFineTuningRate, "0.00001"];
      if (learningRate <= highest) return [];
      const message = `runs.${name}.optimizer.learningRate ${learningRate} is for new models and undoes what a pre-trained one knows: set it to ${usual} or so.`;
      return [{ path: ["runs", name, "optimizer", "learningRate"], message, severity: "warning" }];
    });
  }
  const { hiddenSize, numAttentionHeads: heads, numKeyValueHeads: keyValueHeads } = model;
  const problems: Problem[] = [];
  if (hiddenSize % heads !== 0 || (hiddenSize / heads) % 2 !== 0) {
    problems.push({
      path: ["model", "hiddenSize"],
      message: `model.hiddenSize ${hiddenSize} does not give ${heads} attention heads an even size each: make it a multiple of ${2 * heads}.`,
    });
  }
  if (heads % keyValueHeads !== 0) {
    problems.push({
      path: ["model", "numKeyValueHeads"],
      message: `model.numKeyValueHeads must divide numAttentionHeads: ${heads} is no multiple of ${keyValueHeads}.`,
    });
  }
  return problems;
}

function runProblems(name: string, run: RunSpec, { questions }: Curriculum): Problem[] {
  const problems: Problem[] = [];
  const { data } = run;
  const asked = (["mem", "ctx", "comp"] as const).filter((skill) => data[skill] > 0);
  const samples = run.method !== "sft";
  if (asked.length === 0 && (samples || data.biographies === 0)) {
    const remedy = samples ? '"comp": 1' : '"biographies": 1, "mem": 1';
    problems.push({
      path: ["runs", name, "data"],
      message: `runs.${name}.data is empty: write for example { ${remedy} }.`,
    });
  }
  if (samples && data.biographies > 0) {
    problems.push({
      path: ["runs", name, "data", "biographies"],
      message: `runs.${name}.data.biographies must be 0: ${run.method.toUpperCase()} rewards answers, and a biography asks no question.`,
    });
  }
  if (run.method === "grpo" && run.reward.outcome === 0 && run.reward.process === 0 && !run.reward.custom?.weight) {
    problems.push({
      path: ["runs", name, "reward"],
      message: `runs.${name}.reward gives nothing any weight: set outcome, process or the weight of custom to 1.`,
    });
  }
  for (const skill of asked) {
    if (data.portion[skill] === 0) {
      problems.push({
        path: ["runs", name, "data", "portion", skill],
        message: `runs.${name}.data.portion.${skill} must be above 0, or no question is left to train on.`,
      });
    }
    if (questions.train[skill] > 0) continue;
    problems.push({
      path: ["runs", name, "data", skill],
      message: `runs.${name}.data.${skill} asks for ${skill.toUpperCase()} questions, but questions.train.${skill} is 0: raise one or drop the other.`,
    });
  }
  return problems;
}

function lineageProblems({ runs, model }: Curriculum): Problem[] {
  const lowerCase = new Map<string, string>();
  return Object.entries(runs).flatMap(([name, run]): Problem[] => {
    const twin = lowerCase.get(name.toLowerCase());
    lowerCase.set(name.toLowerCase(), name);
    const named = { path: ["runs", name], atName: true };
    const from = { path: ["runs", name, "from"] };
    if (name === "base") return [{ ...named, message: 'No run can be named "base": that is the model itself.' }];
    if (twin !== undefined) {
      return [
        { ...named, message: `runs.${name} and runs.${twin} differ only in case: some disks take them for one.` },
      ];
    }
    if (run.from === "base") {
      if (run.method === "sft" || model.pretrained !== undefined) return [];
      const message = `runs.${name} starts ${run.method.toUpperCase()} from a new model, which will earn no reward: start it from an SFT run.`;
      return [{ ...from, message, severity: "warning" }];
    }
    if (!Object.hasOwn(runs, run.from)) {
      const known = ["base", ...Object.keys(runs).filter((other) => other !== name)];
      return [
        {
          ...from,
          message: `runs.${name}.from is "${run.from}", which is no run of this file: ${didYouMean(run.from, known)}`,
        },
      ];
    }
    const cycle = cycleFrom(name, runs);
    if (cycle)
      return [
        {
          ...from,
          message: `runs.${name} comes from itself (${cycle.join(" from ")}): start one of them from "base".`,
        },
      ];
    return [];
  });
}

/** The way from a run back to itself, if there is one. */
function cycleFrom(name: string, runs: Curriculum["runs"]): string[] | undefined {
  const way = [name];
  for (
    let parent = runs[name]?.from;
    parent !== undefined;
    parent = Object.hasOwn(runs, parent) ? runs[parent]?.from : undefined
  ) {
    way.push(parent);
    if (parent === name) return way;
    if (way.length > Object.keys(runs).length) return undefined;
  }
  return undefined;
}
