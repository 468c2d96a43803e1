import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tallyFile } from "../../../../src/core/analysis/sample-file.ts";
import { UserError } from "../../../../src/core/errors.ts";

describe("samples made elsewhere", () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "samples-"))));
  after(() => rm(folder, { recursive: true, force: true }));

  const tally = async (text: string): Promise<unknown> => {
    const file = join(folder, "s.jsonl");
    await writeFile(file, text);
    return tallyFile(file);
  };
  const refused = (text: string, message: RegExp): Promise<void> =>
    assert.rejects(tally(text), (error) => error instanceof UserError && message.test(error.message));

  it("are counted by question, whatever else the lines hold", async () => {
    const lines = [
      '\uFEFF{"question_id": "a", "correct": true, "completion": "x"}',
      '{"correct": 0, "question_id": 7}',
      "",
      '{"question_id": "a", "correct": false, "sample": 1}\r',
      '{"question_id": "a", "correct": true, "sample": -1}',
    ];
    assert.deepEqual(await tally(lines.join("\n")), [
      { question: "a", samples: 2, correct: 1 },
      { question: "7", samples: 1, correct: 0 },
    ]);
  });

  it("are refused with file and line where they are none", async () => {
    const good = '{"question_id": "a", "correct": true}\n';
    await refused(`${good}not JSON\n${good}`, /s\.jsonl:2: this is no JSON object/);
    await refused(`${good}${good}{"question_id": "a", "corr`, /s\.jsonl:3: this is no JSON object/);
    await refused("[1]\n", /s\.jsonl:1: this is no JSON object/);
    await refused('{"correct": true}\n', /s\.jsonl:1: "question_id" is missing/);
    await refused('{"question_id": "", "correct": true}\n', /"question_id" is ""/);
    await refused('{"question_id": "a"}\n', /s\.jsonl:1: "correct" is missing/);
    await refused('{"question_id": "a", "correct": "yes"}\n', /"correct" is "yes"; it must be true or false/);
    await refused("\n\n", /no samples/);
    await assert.rejects(tallyFile(join(folder, "none.jsonl")), /none\.jsonl: there is no such file/);
  });
});
