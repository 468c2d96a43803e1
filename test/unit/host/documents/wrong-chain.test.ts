import assert from "node:assert/strict";
import { wrongChainText } from "../../../../src/host/documents/wrong-chain.ts";
import { sampleDetail } from "../../../webview/analysis-fixtures.ts";

describe("a wrong chain as text", () => {
  const detail = sampleDetail("comp-test-7");

  it("sets the model's hops below the gold ones, with the prompt and the completion", () => {
    const text = wrongChainText(detail);
    assert.match(text, /^comp-test-7: Zero-shot · first wrong hop: 2 of 2$/m);
    assert.match(text, /✓ Ada Reyes's boss is Bo Lind\.\n {4}Ada Reyes · boss · Bo Lind$/m);
    assert.match(text, /✗ Bo Lind's spouse is Eva Moss\.\n {4}Bo Lind · spouse · Kim Park$/m);
    assert.match(text, /✗ Answer: Eva Moss\n {4}Answer: Kim Park$/m);
    for (const part of [detail.completion, ...detail.prompt.split("\n")]) assert.ok(text.includes(`  ${part}`));
  });

  it("shows what is left out, and words that state nothing", () => {
    const [first, second] = detail.hops as [(typeof detail.hops)[0], (typeof detail.hops)[0]];
    const text = wrongChainText({
      ...detail,
      hops: [first, { state: "missing", gold: second.gold! }, { state: "extra", stated: "Hm hm." }],
      answer: { gold: "Eva Moss" },
    });
    assert.match(text, /✗ Bo Lind's spouse is Eva Moss\.\n {4}\(not stated\)$/m);
    assert.match(text, /\+ \(nothing in the gold chain\)\n {4}“Hm hm\.”$/m);
    assert.match(text, /✗ Answer: Eva Moss\n {4}\(not stated\)$/m);
  });
});
