import * as vscode from "vscode";
import type { DataSpec } from "../../core/dataset/folder.ts";
import { readManifest } from "../../core/dataset/manifest.ts";
import { UserError } from "../../core/errors.ts";
import { formatCount } from "../../core/format.ts";
import type { GeneratedDataset } from "../data/datasets.ts";
import { kindOfPerson } from "../documents/lists.ts";
import { actionUri, biographyUri, questionUri } from "../documents/provider.ts";
import { filterName } from "../documents/question-page.ts";
import { documentTarget, type DatasetTarget } from "../documents/uri.ts";
import type { Host } from "../host.ts";
import type { QuestionFilter } from "../reader/question-files.ts";
import { isTreeNode } from "../trees/node.ts";
import { pickQuestion } from "./find-question.ts";
import { Recent } from "./recent.ts";
import { pickBySearch } from "./search-pick.ts";
import { focusOf, pickDataset } from "./targets.ts";

const { t } = vscode.l10n;

type Biography = DatasetTarget & { readonly kind: "biography" };

/** Reading people and questions. */
export function documentCommands(host: Host) {
  const { reader } = host;
  const recentPeople = new Recent<number>(host.state, "recent.people");
  const recentQuestions = new Recent<string>(host.state, "recent.questions");

  async function pickPerson({ folder, manifest }: GeneratedDataset): Promise<number | undefined> {
    const placeHolder = t("Name of the person, among {0}", formatCount(manifest.counts.people));
    const picked = await pickBySearch(placeHolder, "", async (query) => {
      const people = await reader.call("findPeople", folder, query);
      const items = people.map((person) => ({
        label: person.name,
        description: kindOfPerson(person),
        value: person.id,
      }));
      return { items, recent: recentPeople.of(folder) };
    });
    if (picked) await recentPeople.add(folder, picked);
    return picked?.value;
  }

  /** Another text of the biography that is named or open. @param choose undefined if the user gives up */
  async function openOther(
    argument: unknown,
    choose: (target: Biography) => Promise<Partial<Biography> | undefined>,
  ): Promise<vscode.Uri | undefined> {
    const target = biographyTarget(argument ?? vscode.window.activeTextEditor?.document.uri);
    const choice = await choose(target);
    if (!choice) return undefined;
    const { name } = await reader.call("person", target.dataset, target.person);
    return show(actionUri({ name, target: { ...target, ...choice } }));
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

    /** (curriculum or dataset folder?, question id or filter?) → URI of the opened document. */
    async findQuestion(argument?: unknown, wanted?: unknown): Promise<vscode.Uri | undefined> {
      const dataset = await pickDataset(host, argument);
      if (!dataset) return undefined;
      const { folder } = dataset;
      if (typeof wanted === "string") {
        // Said here rather than in the document: there is no such question.
        await reader.call("document", { kind: "question", dataset: folder, question: wanted });
        return show(questionUri(folder, wanted));
      }
      const openList = (filter: QuestionFilter): void => void show(listUri(folder, filter));
      const id = await pickQuestion(reader.call, dataset, filterOf(argument, wanted), recentQuestions, openList);
      return id === undefined ? undefined : show(questionUri(folder, id));
    },

    /** (curriculum, dataset folder or row?, filter?) → URI of the opened document. */
    async listQuestions(argument?: unknown, filter?: unknown): Promise<vscode.Uri | undefined> {
      const dataset = await pickDataset(host, argument);
      return dataset && show(listUri(dataset.folder, filterOf(argument, filter)));
    },

    /** (URI of a biography?, world?) → URI of the same biography in that world. */
    chooseWorld: (argument?: unknown, world?: unknown): Promise<vscode.Uri | undefined> =>
      openOther(argument, async ({ dataset, world: current }) => {
        const { worlds } = (await readManifest(dataset)).counts;
        const chosen = typeof world === "number" ? world : await askNumber(t("World"), worlds, current);
        return chosen === undefined ? undefined : { world: chosen };
      }),

    /** (URI of a biography?, version?) → URI of the same biography in that version. */
    chooseVersion: (argument?: unknown, version?: unknown): Promise<vscode.Uri | undefined> =>
      openOther(argument, async ({ dataset, version: current }) => {
        const { versions } = ((await readManifest(dataset)).spec as DataSpec).biographies;
        const chosen = typeof version === "number" ? version : await askNumber(t("Version"), versions, current);
        return chosen === undefined ? undefined : { version: chosen };
      }),
  };
}

function listUri(dataset: string, filter: QuestionFilter): vscode.Uri {
  return actionUri({ name: filterName(filter), target: { kind: "questions", dataset, filter, page: 0 } });
}

/** The questions of a row, else those that are named; a menu's second argument is a list of rows. */
function filterOf(row: unknown, named: unknown): QuestionFilter {
  if (isTreeNode(row) && row.target?.kind === "questions") return row.target.filter;
  const { path } = focusOf(row);
  if (path !== undefined) return { path };
  return typeof named === "object" && named !== null && !Array.isArray(named) ? named : {};
}

/** @throws UserError if it is no biography. */
function biographyTarget(value: unknown): Biography {
  const target = value instanceof vscode.Uri ? documentTarget(value) : (value as DatasetTarget | undefined);
  if (target?.kind === "biography") return target;
  throw new UserError("No biography is open: open one with Open Biography….");
}

async function show(uri: vscode.Uri): Promise<vscode.Uri> {
  await vscode.window.showTextDocument(uri, { preview: true });
  return uri;
}

/** One of `count`, from 0; offers the one after the current. */
async function askNumber(title: string, count: number, current: number): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt: t("0 to {0}", count - 1),
    value: String((current + 1) % count),
    validateInput: (value) =>
      /^\d+$/.test(value) && Number(value) < count ? undefined : t("A whole number from 0 to {0}.", count - 1),
  });
  return typed === undefined ? undefined : Number(typed);
}
