import type { OpenedDataset } from "../reader/opened-dataset.ts";
import { biographyDocument } from "./biography.ts";
import type { DatasetDocument } from "./dataset-document.ts";
import { pathsDocument, peopleDocument } from "./lists.ts";
import { questionPage } from "./question-page.ts";
import { questionDocument } from "./question.ts";
import { summaryDocument } from "./summary.ts";
import type { DatasetTarget } from "./uri.ts";

/** Writes the document that a URI asks for. @throws UserError where there is no such person, question or path. */
export async function openDocument(opened: OpenedDataset, target: DatasetTarget): Promise<DatasetDocument> {
  const { dataset } = opened;
  switch (target.kind) {
    case "biography":
      opened.person(target.person);
      return biographyDocument(dataset, await opened.questions(), target);
    case "question":
      return questionDocument(dataset, await opened.questions(), await opened.question(target.question));
    case "questions":
      return questionPage(dataset, await opened.questions(), target);
    case "people":
      return peopleDocument(dataset, opened.peopleByName);
    case "paths":
      return pathsDocument(dataset, await opened.questions());
    case "dataset":
      return summaryDocument(dataset);
  }
}
