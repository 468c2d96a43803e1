import * as vscode from "vscode";
import type { Dataset } from "../../core/dataset/open.ts";
import { levels, skills, splits, type Level, type Skill, type Split } from "../../core/dataset/types.ts";
import { UserError } from "../../core/errors.ts";
import { biographyUri, questionById, questionUri } from "../documents/provider.ts";
import { findPeople, findQuestions } from "../documents/search.ts";
import { documentTarget } from "../documents/uri.ts";
import type { Host } from "../host.ts";
import { levelNames } from "../runs/view.ts";
import { pickBySearch } from "./search-pick.ts";
import { pickDataset } from "./targets.ts";

const { t } = vscode.l10n;

/** Where to look for a question; `text` is what the search begins with. */
interface QuestionScope {
  readonly skill: Skill;
  readonly split: Split;
  readonly level?: Level;
  readonly text?: string;
}

/** Reading people and questions. */
export function documentCommands(host: Host) {
  async function pickOpened(argument: unknown): Promise<Dataset | undefined> {
    const picked = await pickDataset(host, argument);
    return picked && host.datasets.open(picked.folder);
  }

  return {
    /** (curriculum or dataset folder?, person id?) → URI of the opened document. */
    async openBiography(argument?: unknown, person?: unknown): Promise<vscode.Uri | undefined> {
      const dataset = await pickOpened(argument);
      if (!dataset) return undefined;
      const id = typeof person === "number" ? person : await pickPerson(dataset);
      return id === undefined ? undefined : show(biographyUri(dataset, id, 0));
    },

    /** (curriculum or dataset folder?, question id or scope?) → URI of the opened document. */
    async findQuestion(argument?: unknown, wanted?: unknown): Promise<vscode.Uri | undefined> {
      const dataset = await pickOpened(argument);
      if (!dataset) return undefined;
      if (typeof wanted === "string") return show(questionUri(dataset, (await questionById(dataset, wanted)).id));
      const scope = isScope(wanted) ? wanted : await pickScope(dataset);
      const id = scope && (await pickQuestion(dataset, scope));
      return id === undefined ? undefined : show(questionUri(dataset, id));
    },

    /** (URI of a biography?, world?) → URI of the same biography in that world. */
    async chooseWorld(argument?: unknown, world?: unknown): Promise<vscode.Uri | undefined> {
      const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
      const target = uri && documentTarget(uri);
      if (target?.kind !== "biography") throw new UserError("No biography is open: open one with Open Biography….");
      const dataset = await host.datasets.open(target.dataset);
      const chosen = typeof world === "number" ? world : await pickWorld(dataset.graph.worlds, target.world);
      return chosen === undefined ? undefined : show(biographyUri(dataset, target.person, chosen));
    },
  };
}

async function show(uri: vscode.Uri): Promise<vscode.Uri> {
  await vscode.window.showTextDocument(uri, { preview: true });
  return uri;
}

async function pickPerson({ graph }: Dataset): Promise<number | undefined> {
  const placeHolder = t("Name of the person, among {0}", graph.people.length);
  return pickBySearch(placeHolder, "", (query) =>
    findPeople(graph.people, query).map(({ id, name, parametric, contextual }) => ({
      label: name,
      description: parametric && contextual ? t("both") : parametric ? t("parametric") : t("contextual"),
      value: id,
    })),
  );
}

async function pickQuestion(
  dataset: Dataset,
  { skill, split, level, text = "" }: QuestionScope,
): Promise<string | undefined> {
  const questions = await dataset.questions(skill, split);
  const kind = `${skill.toUpperCase()}${level ? ` ${levelNames[level]}` : ""} ${split}`;
  return pickBySearch(t("{0}: id, relation or name", kind), text, (query) =>
    findQuestions(questions, level, query, dataset).map((question) => ({
      label: dataset.record(question).question,
      description: question.id,
      detail: (dataset.paths.get(question.path)?.relations ?? []).join(" → "),
      value: question.id,
    })),
  );
}

async function pickScope({ manifest }: Dataset): Promise<QuestionScope | undefined> {
  const items = splits.toReversed().flatMap((split) =>
    skills.toReversed().flatMap((skill) =>
      levels.flatMap((level) => {
        const count = manifest.counts.questions[split][skill][level];
        const label = `${skill.toUpperCase()} · ${levelNames[level]} · ${split}`;
        return count === 0 ? [] : [{ label, description: String(count), scope: { skill, split, level } }];
      }),
    ),
  );
  return (await vscode.window.showQuickPick(items, { placeHolder: t("Questions of which skill, level and split?") }))
    ?.scope;
}

async function pickWorld(worlds: number, current: number): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: t("World of the contextual facts"),
    prompt: t("0 to {0}", worlds - 1),
    value: String((current + 1) % worlds),
    validateInput: (value) =>
      /^\d+$/.test(value) && Number(value) < worlds ? undefined : t("A whole number from 0 to {0}.", worlds - 1),
  });
  return typed === undefined ? undefined : Number(typed);
}

function isScope(value: unknown): value is QuestionScope {
  return typeof value === "object" && value !== null && "skill" in value && "split" in value;
}
