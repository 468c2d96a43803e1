import { readdirSync } from "node:fs";
import path from "node:path";
import Mocha from "mocha";
import TotalsReporter from "../../reporter.ts";

/** VS Code calls this in its extension host. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ timeout: 60_000, color: false, reporter: TotalsReporter });
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.mjs"));
  for (const file of files.sort()) mocha.addFile(path.join(import.meta.dirname, file));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} of the tests in the extension host failed.`);
}
