import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { explainSystemError, UserError } from "../core/errors.ts";
import { analyzeCommand } from "./commands/analyze.ts";
import { auditCommand } from "./commands/audit.ts";
import { compareCommand } from "./commands/compare.ts";
import { controlCommands } from "./commands/control.ts";
import { downloadCommand } from "./commands/download.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { experimentCommand } from "./commands/experiment.ts";
import { exportCommand } from "./commands/export.ts";
import { generateCommand } from "./commands/generate.ts";
import { importCommand } from "./commands/import.ts";
import { installCommand } from "./commands/install.ts";
import { probeCommand } from "./commands/probe.ts";
import { reportCommand } from "./commands/report.ts";
import { runCommand } from "./commands/run.ts";
import { showCommand } from "./commands/show.ts";
import { trainCommand } from "./commands/train.ts";
import { exitCodeHelp, exitCodes } from "./exit-codes.ts";

const program = new Command("reasoning-curriculum")
  .description(manifest.description)
  .version(manifest.version)
  // `analyze pass-at-k --json`: what follows a command's command is for that one.
  .enablePositionalOptions()
  .addHelpText("after", exitCodeHelp);
for (const command of [
  runCommand(),
  generateCommand(),
  auditCommand(),
  exportCommand(),
  showCommand(),
  importCommand(),
  trainCommand(),
  evaluateCommand(),
  ...controlCommands(),
  probeCommand(),
  compareCommand(),
  analyzeCommand(),
  reportCommand(),
  experimentCommand(),
  downloadCommand(),
  doctorCommand(),
  installCommand(),
]) {
  program.addCommand(command.copyInheritedSettings(program).exitOverride());
  for (const subcommand of command.commands) subcommand.copyInheritedSettings(command);
}
program.exitOverride();

// Nobody reads any more (`| head`): end as quietly as a closed terminal would have it. Workers go on to their end.
process.stdout.on("error", () => process.exit());

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}

function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput;
  const explained = explainSystemError(error, process.cwd());
  if (explained instanceof UserError) {
    complain(explained.message);
    return exitCodes.badInput;
  }
  const message = error instanceof Error ? error.message : String(error);
  complain(
    `This should not have happened: ${message}. Please report it with what \`reasoning-curriculum doctor\` says.`,
  );
  return exitCodes.failed;
}

function complain(message: string): void {
  if (process.argv.includes("--json")) console.log(JSON.stringify({ type: "error", message }));
  else console.error(message);
}
