import { Option, type Command } from "commander";
import { openDataset } from "../../core/dataset/open.ts";
import { findDataset, findDatasetHere } from "../dataset.ts";
import { command, wholeNumber } from "../options.ts";
import { createReporter } from "../output/reporter.ts";
import { renderShown } from "../output/shown.ts";
import { styleFor } from "../output/style.ts";
import { findShown } from "../shown.ts";

interface ShowOptions {
  readonly dataset?: string;
  readonly world: number;
  readonly json?: boolean;
}

export function showCommand(): Command {
  return command("show", "a person or a question, as it reads")
    .argument("<id...>", "a question's id, or a person's name or number")
    .option("--dataset <dataset>", "a dataset folder or a *.curriculum.json file (default: the only one here)")
    .addOption(new Option("--world <n>", "whose contextual facts a biography states").argParser(wholeNumber).default(0))
    .action(async (words: readonly string[], { dataset, world, json = false }: ShowOptions) => {
      const reporter = createReporter(json);
      const folder = await (dataset === undefined ? findDatasetHere(reporter) : findDataset(dataset, reporter));
      const shown = await findShown(await openDataset(folder), words.join(" "), world);
      console.log(json ? JSON.stringify({ type: "result", ...shown }) : renderShown(shown, styleFor(process.stdout)));
    });
}
