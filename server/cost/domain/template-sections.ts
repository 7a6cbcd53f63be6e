import type { Body } from '#server/prompts/domain/content.ts';
import { PLACEHOLDER, textsOf } from '#server/prompts/domain/variables.ts';

/** A paragraph of a template. `varies`: it holds a variable, so that it may differ with each request. */
export type TemplateSection = { name: string; tokens: number; varies: boolean; isInstruction: boolean };

const CHARACTERS_PER_TOKEN = 4;
const NAME_LENGTH = 40;
const BETWEEN_PARAGRAPHS = /\n\s*\n/;

/** Tokens of a text, estimated as characters / 4: every tokenizer counts differently, so screens name this method. */
export const tokensOf = (characters: number): number => Math.ceil(characters / CHARACTERS_PER_TOKEN);

/** The paragraphs of a body in the order in which a provider reads them. Paragraphs stand between empty lines. */
export function sectionsOf(body: Body): TemplateSection[] {
  return textsOf(body).flatMap((text, i) => {
    const role = 'messages' in body ? body.messages[i]?.role : undefined;
    return text
      .split(BETWEEN_PARAGRAPHS)
      .filter((paragraph) => paragraph.trim() !== '')
      .map((paragraph) => ({
        name: nameOf(paragraph),
        tokens: tokensOf(paragraph.length),
        varies: variablesIn(paragraph).length > 0,
        isInstruction: role === undefined || role === 'system' || role === 'developer',
      }));
  });
}

/** Tokens before the first variable: what a provider's cache can share between all requests of the version. */
export function steadyPrefixTokens(body: Body): number {
  let characters = 0;
  for (const text of textsOf(body)) {
    const first = text.search(PLACEHOLDER);
    if (first >= 0) return tokensOf(characters + first);
    characters += text.length;
  }
  return tokensOf(characters);
}

/**
 * The body with the paragraphs of each text that hold a variable behind those that hold none, otherwise in their order.
 * Messages stay where they are: roles have an order of their own.
 */
export function reorderedBody(body: Body): Body {
  const moved = (text: string) => {
    const paragraphs = text.split(BETWEEN_PARAGRAPHS);
    const varies = (paragraph: string) => variablesIn(paragraph).length > 0;
    return [...paragraphs.filter((each) => !varies(each)), ...paragraphs.filter(varies)].join('\n\n');
  };
  if ('template' in body) return { template: moved(body.template) };
  return { messages: body.messages.map((message) => ({ ...message, content: moved(message.content) })) };
}

/** The body without the section of this place in {@link sectionsOf}; the empty lines around it go with it. */
export function bodyWithout(body: Body, section: number): Body {
  let place = -1;
  const without = (text: string) => {
    const paragraphs = text.split(BETWEEN_PARAGRAPHS).filter((paragraph) => paragraph.trim() !== '');
    const kept = paragraphs.filter(() => {
      place += 1;
      return place !== section;
    });
    return kept.length === paragraphs.length ? text : kept.join('\n\n');
  };
  if ('template' in body) return { template: without(body.template) };
  return { messages: body.messages.map((message) => ({ ...message, content: without(message.content) })) };
}

const variablesIn = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');

function nameOf(paragraph: string): string {
  const words = paragraph.trim().replaceAll(/\s+/g, ' ');
  return words.length <= NAME_LENGTH ? words : `${words.slice(0, NAME_LENGTH - 1).trimEnd()}…`;
}
