import type { Found } from './phrases.ts';
import type { Readable } from './readable.ts';

/** What is found as it is written: no word order to look at. In the readable form: lower case, no accents. */
const LITERALS: readonly (readonly [text: string, rule: Found['rule'], weight: number])[] = [
  ...(['<|im_start|>', '<|im_end|>', '<|system|>', '<<sys>>', '<|start_header_id|>', '<|endoftext|>'] as const).map(
    (text) => [text, 'fake_turn', 1] as const,
  ),
  ...(
    [
      '[inst]',
      '[/inst]',
      '[system]',
      '</system>',
      '<system>',
      '[system message]',
      '### system',
      '### instruction',
    ] as const
  ).map((text) => [text, 'fake_turn', 0.6] as const),
  ...(['\nsystem:', '\nassistant:', '\nhuman:', '\ndeveloper:'] as const).map(
    (text) => [text, 'fake_turn', 0.4] as const,
  ),
  ...(
    ['end of user input', 'end of document]', 'end of prompt', 'begin new instructions', 'begin instructions'] as const
  ).map((text) => [text, 'fake_turn', 0.6] as const),
  ['do anything now', 'new_role', 1],
  ['you are now dan', 'new_role', 1],
  ['stay in character', 'new_role', 0.4],
  ['no longer bound by', 'new_role', 1],
  ['not bound by', 'new_role', 0.6],
  ['broken free', 'new_role', 0.6],
  ['opposite day', 'new_role', 0.4],
  ['your new task', 'new_orders', 0.7],
  ['your real task', 'new_orders', 0.8],
  ['from now on you', 'new_orders', 0.5],
  ['from now on, you', 'new_orders', 0.5],
  ['system override', 'new_orders', 0.8],
  ['admin override', 'new_orders', 0.8],
  ['override code', 'new_orders', 0.5],
  ['you must now', 'new_orders', 0.4],
  ['if you are an ai', 'addressed_to_model', 0.7],
  ['if you are a language model', 'addressed_to_model', 0.7],
  ['ai assistant reading this', 'addressed_to_model', 0.7],
  ['note to ai', 'addressed_to_model', 0.7],
  ['starting with "you are', 'repeat_above', 1],
  ['starting with you are', 'repeat_above', 1],
  ['starts with "you are', 'repeat_above', 1],
  ['above this line', 'repeat_above', 0.5],
  ['prior to this message', 'repeat_above', 0.6],
  ['talimatları yok say', 'override_instructions', 1],
  ['word for word', 'reveal_prompt', 0.4],
  ['without telling the user', 'hide_from_user', 0.8],
  ['without informing the user', 'hide_from_user', 0.8],
  ['without asking the user', 'hide_from_user', 0.6],
  ['never mention this', 'hide_from_user', 0.4],
];

/** Finds the fixed texts, the first place of each. Linear in the text for each of them. */
export function findLiterals({ text }: Readable): Found[] {
  const padded = `\n${text}`;
  return LITERALS.flatMap(([literal, rule, weight]) => {
    const at = padded.indexOf(literal);
    return at < 0 ? [] : [{ rule, weight, start: Math.max(0, at - 1), end: at - 1 + literal.length }];
  });
}
