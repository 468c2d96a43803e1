import * as vscode from "vscode";
import { readManifest } from "../../core/dataset/manifest.ts";
import { levelNames, levels, skills, splits } from "../../core/dataset/types.ts";
import { UserError } from "../../core/errors.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { biographyUri, questionUri } from "../documents/provider.ts";
import { documentTarget } from "../documents/uri.ts";
import type { Host } from "../host.ts";
import { mostMatches } from "../reader/match.ts";
import type { QuestionFilter } from "../reader/question-files.ts";
import { pickBySearch } from "./search-pick.ts";
import { pickDataset } from "./targets.ts";

const { t } = vscode.l10n;

/** Where to look for a question, and what the search begins with. */
type Wanted = QuestionFilter & Required<Pick<QuestionFilter, "skill" | "split">>;

/** Reading people and questions. */
export function documentCommands(host: Host) {
  const { reader } = host;

  async function pickPerson({ folder, manifest }: GeneratedDataset): Promise<number | undefined> {
    const placeHolder = t("Name of the person, among {0}", manifest.counts.people);
    return pickBySearch(placeHolder, "", async (query) => {
      const people = await reader.call("findPeople", folder, query);
      const items = people.map(({ id, name, parametric, contextual }) => ({
        label: name,
        description:
          parametric && contextual ? t("parametric and contextual") : parametric ? t("parametric") : t("contextual"),
        value: id,
      }));
      return { items, complete: true };
    });
  }

  async function pickQuestion({ folder }: GeneratedDataset, wanted: Wanted): Promise<string | undefined> {
    const { skill, split, level, text = "" } = wanted;
    const kind = `${skill.toUpperCase()}${level ? ` ${levelNames[level]}` : ""} ${split}`;
    return pickBySearch(t("{0}: id, relation or name", kind), text, async (query) => {
      const filter: QuestionFilter = { skill, split, ...(level && { level }), text: query };
      const { questions } = await reader.call("findQuestions", folder, filter, 0, mostMatches);
      const items = questions.map(({ id, text, relations }) => ({
        label: text,
        description: id,
        detail: relations.join(" → "),
        value: id,
      }));
      return { items, complete: true };
    });
  }

  return {
    /** (curriculum or dataset folder?, person id?) → URI of the opened document. */
    async openBiography(argument?: unknown, person?: unknown): Promise<vscode.Uri | undefined> {
      const dataset = await pickDataset(host, argument);
      if (!dataset) return undefined;
      const id = typeof person === "number" ? person : await pickPerson(dataset);
      if (id === undefined) return undefined;
      return show(biographyUri(dataset.folder, await reader.call("person", dataset.folder, id), 0));
    },

    /** (curriculum or dataset folder?, question id or scope?) → URI of the opened document. */
    async findQuestion(argument?: unknown, wanted?: unknown): Promise<vscode.Uri | undefined> {
      const dataset = await pickDataset(host, argument);
      if (!dataset) return undefined;
      if (typeof wanted === "string") {
        // Said here rather than in the document: there is no such question.
        await reader.call("question", dataset.folder, wanted);
        return show(questionUri(dataset.folder, wanted));
      }
      const scope = isWanted(wanted) ? wanted : await pickScope(dataset);
      const id = scope && (await pickQuestion(dataset, scope));
      return id === undefined ? undefined : show(questionUri(dataset.folder, id));
    },

    /** (URI of a biography?, world?) → URI of the same biography in that world. */
    async chooseWorld(argument?: unknown, world?: unknown): Promise<vscode.Uri | undefined> {
      const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
      const target = uri && documentTarget(uri);
      if (target?.kind !== "biography") throw new UserError("No biography is open: open one with Open Biography….");
      const { worlds } = (await readManifest(target.dataset)).counts;
      const chosen = typeof world === "number" ? world : await pickWorld(worlds, target.world);
      if (chosen === undefined) return undefined;
      return show(biographyUri(target.dataset, await reader.call("person", target.dataset, target.person), chosen));
    },
  };
}

async function show(uri: vscode.Uri): Promise<vscode.Uri> {
  await vscode.window.showTextDocument(uri, { preview: true });
  return uri;
}

async function pickScope({ manifest }: GeneratedDataset): Promise<Wanted | undefined> {
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

function isWanted(value: unknown): value is Wanted {
  return typeof value === "object" && value !== null && "skill" in value && "split" in value;
}
