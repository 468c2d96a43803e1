// A reward of one's own. In the curriculum:
//
//   "reward": { "outcome": 1, "custom": { "module": "rewards/concise.mjs", "weight": 0.5 } }
//
// Pays for the right hops of the chain, and takes something off for every hop that the question did not need, so that a
// model cannot earn it by reciting all it knows.

/** @type {import("./reward.d.ts").Reward} */
export default function concise({ gold, hops, rightHops }) {
  const needless = Math.max(0, hops.length - gold.hops.length);
  return rightHops / gold.hops.length - 0.25 * needless;
}
