import type { Message } from '#server/prompts/domain/content.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import type { ServedVariant, ServingEntry } from './serving-entry.ts';

/** The response of resolve for one entry, as JSON text with the places cut out that a request fills. */
export type ResponseParts = {
  /** From `{` up to the template or messages. */
  head: string;
  /** `"template":…,` or `"messages":…,`. */
  content: string;
  /** Up to `revision`. */
  middle: string;
};

const member = (name: string, value: unknown): string => `${JSON.stringify(name)}:${JSON.stringify(value)},`;

const contentOf = (variant: ServedVariant): string =>
  variant.messages === null ? member('template', variant.template) : member('messages', variant.messages);

/** Serialises what never changes about an entry, once. */
export function responseParts(entry: ServingEntry): ResponseParts {
  const { arm, variant } = entry.arms[0];
  return {
    head: `{${member('prompt', entry.prompt)}${member('version', variant.version)}${member('digest', variant.digest)}`,
    content: contentOf(variant),
    middle:
      member('model', modelText(variant)) +
      member('config', variant.config) +
      member('arm', arm) +
      member('rollout_id', null) +
      member('bucket', null) +
      member('deprecation', entry.lifecycle?.deprecation ?? null) +
      member('sunset', entry.lifecycle?.sunset ?? null),
  };
}

/** What `variables` filled in. */
export type Rendered = { text: string } | { messages: Message[] };

/** The whole response as JSON text. `stale`: the revision may no longer be the newest. `maxInputChars`: only while it is capped. */
export function responseJson(
  parts: ResponseParts,
  { revision, stale, maxInputChars }: { revision: number; stale: boolean; maxInputChars?: number | undefined },
  rendered: Rendered | null,
): string {
  const content =
    rendered === null
      ? parts.content
      : 'text' in rendered
        ? parts.content + member('text', rendered.text)
        : member('messages', rendered.messages);
  const cap = maxInputChars === undefined ? '' : member('max_input_chars', maxInputChars);
  return `${parts.head}${content}${parts.middle}${cap}"revision":${revision},"stale":${stale}}`;
}
