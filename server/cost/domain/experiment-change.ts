import type { Body, Message } from '#server/prompts/domain/content.ts';
import { bodyWithout, reorderedBody, sectionsOf } from './template-sections.ts';

/** What the version of an experiment changes, beside what it begins with. */
export type Change =
  /** Paragraphs with a variable behind those without one. */
  | { kind: 'reorder' }
  /** Without the paragraph of this place in `sectionsOf`. */
  | { kind: 'leave_out'; section: number }
  | { kind: 'ask_shorter' }
  /** Asks the provider to cache the first tokens. */
  | { kind: 'cache'; tokens: number }
  /** Another model, for the requests that `where` names. */
  | { kind: 'model'; model: string; where: string };
export const CHANGE_KINDS = [
  'reorder',
  'leave_out',
  'ask_shorter',
  'cache',
  'model',
] as const satisfies Change['kind'][];

/** The part of a version that a change concerns. */
export type Changed = { body: Body; config: Readonly<Record<string, unknown>> };

const SHORTER = 'Answer in as few words as the question needs.';

/** The version with the change made, and the message that says why it was; the prompt's name is the key of OpenAI's caches. */
export function withChange(
  { body, config }: Changed,
  change: Change,
  { prompt, model }: { prompt: string; model: string | null },
): Changed & { message: string } {
  switch (change.kind) {
    case 'reorder':
      return { body: reorderedBody(body), config, message: 'Variable paragraphs moved behind fixed ones' };
    case 'leave_out': {
      const name = sectionsOf(body)[change.section]?.name ?? 'a paragraph';
      return { body: bodyWithout(body, change.section), config, message: `Left out: “${name}”` };
    }
    case 'ask_shorter':
      return { body: askingShorter(body), config, message: 'Asks for shorter answers' };
    case 'cache': {
      const message = `Asks the provider to cache the first ${change.tokens.toLocaleString('en-US')} tokens`;
      return { body, config: { ...config, ...cacheSetting(prompt, model ?? '') }, message };
    }
    case 'model':
      return { body, config: { ...config, model: change.model }, message: `${change.model} for ${change.where}` };
  }
}

/** How a prefix cache is asked for: Anthropic's models need a setting, other vendors cache by themselves and take a key. */
const cacheSetting = (prompt: string, model: string): Record<string, unknown> =>
  /claude|anthropic/i.test(model) ? { cache_control: { type: 'ephemeral', ttl: '5m' } } : { prompt_cache_key: prompt };

/** At the end of the instructions: behind the first system message, else before a template. */
function askingShorter(body: Body): Body {
  if ('template' in body) return { template: `${SHORTER}\n\n${body.template}` };
  const first = body.messages.findIndex(({ role }) => role === 'system' || role === 'developer');
  if (first < 0) return { messages: [{ role: 'system', content: SHORTER } satisfies Message, ...body.messages] };
  return {
    messages: body.messages.map((message, i) =>
      i === first ? { ...message, content: `${message.content.trimEnd()}\n\n${SHORTER}` } : message,
    ),
  };
}
