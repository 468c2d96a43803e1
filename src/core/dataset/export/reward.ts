import { answerMarker } from "../../language/prompt.ts";

/** As `extractAnswer`. */
const extraction = `MARKER = ${JSON.stringify(answerMarker)}


def extract_answer(text):
    """What follows the last marker, to the end of its line; None where there is none or nothing follows."""
    start = text.rfind(MARKER)
    if start < 0:
        return None
    answer = text[start + len(MARKER) :].lstrip().split("\\n", 1)[0].rstrip()
    return answer or None
`;

const docstring = `"""The reward: 1 where the answer is the gold answer letter by letter, else 0. The chain goes unrewarded."""`;

/** For verl's \`custom_reward_function\`. */
export const verlReward = `${docstring}

${extraction}

def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    return 1.0 if extract_answer(solution_str) == ground_truth else 0.0
`;

/** For the \`reward_funcs\` of TRL's GRPOTrainer; completions are texts or, in conversational data, lists of messages. */
export const trlReward = `${docstring}

${extraction}

def exact_match(completions, answer, **kwargs):
    texts = [text if isinstance(text, str) else text[-1]["content"] for text in completions]
    return [1.0 if extract_answer(text) == gold else 0.0 for text, gold in zip(texts, answer)]
`;
