import { Template } from "@huggingface/jinja";
import type { Tokenizer } from "./tokenizer.ts";

export interface Message {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** A chat template as transformers' `apply_chat_template` renders it, with the special tokens by their names. */
export class ChatTemplate {
  readonly #template: Template;
  readonly #specialTokens: Readonly<Record<string, string>>;

  /** @throws Error where the template is not Jinja. */
  constructor(template: string, specialTokens: Readonly<Record<string, string>>) {
    this.#template = new Template(template);
    this.#specialTokens = specialTokens;
  }

  /** With `answerNext`, up to where the assistant's next message begins. */
  render(messages: readonly Message[], answerNext: boolean): string {
    return this.#template.render({ ...this.#specialTokens, messages, add_generation_prompt: answerNext });
  }

  /** What follows an assistant's message. */
  get end(): string {
    const answer = "ANSWER";
    const text = this.render(
      [
        { role: "user", content: "QUESTION" },
        { role: "assistant", content: answer },
      ],
      false,
    );
    return text.slice(text.lastIndexOf(answer) + answer.length);
  }
}

/**
 * The tokenizer of a model that is asked in a chat, whose answers end with the token that ends an assistant's message.
 * Without `chat` being said, that is where the template ends messages with the tokenizer's own end of text: so it is in
 * instruct models, while base models carry the template alone.
 * @throws Error where the template has something against such messages.
 */
export function withChat(tokenizer: Tokenizer, template: ChatTemplate, chat?: true): Tokenizer {
  const endOfMessage = tokenizer.encode(template.end)[0] ?? tokenizer.endOfText;
  if (!(chat ?? endOfMessage === tokenizer.endOfText)) return tokenizer;
  const ask = (question: string): string => template.render([{ role: "user", content: question }], true);
  ask("QUESTION");
  return { ...tokenizer, endOfText: endOfMessage, chat: ask };
}
