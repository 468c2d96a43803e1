import { z } from "zod";

export const sweep = z
  .record(z.string(), z.array(z.unknown()).min(1))
  .optional()
  .describe(
    'Settings to try, each with its values: `{ "questions.irrelevantContext": [0, 0.05], "seed": [0, 1, 2] }` trains the runs with every combination. A path names a field, `runs.*.…` that of all runs that have it; a value takes the place of what stands there. `seed` changes data and runs, `runs.*.seed` the runs alone. What a setting does not touch is made once.',
  );
