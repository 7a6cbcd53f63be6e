import type { Inputs } from '#components/shell/trpc.ts';
import { basesOf } from '#server/models/domain/lineage.ts';
import type { ModelRow } from './model-words.ts';

type Change = Inputs['models']['update']['change'];

/** The fields of the form that are one text each, with their names in a request. */
export const TEXT_FIELDS = ['display_name', 'owner', 'fallback'] as const;
export const DATE_FIELDS = ['released_at', 'deprecation_date', 'retirement_date'] as const;
export const NUMBER_FIELDS = ['context_window', 'max_output_tokens'] as const;
export const LIST_FIELDS = ['modalities', 'capabilities'] as const;

const textOf = (data: FormData, field: string): string => String(data.get(field) ?? '').trim();

/** The facts of a model in a form: an empty field clears the fact. */
export function factsOf(data: FormData): Change {
  const bases = listOf(textOf(data, 'base_model'));
  const entries = [
    ...[...TEXT_FIELDS, ...DATE_FIELDS].map((field) => [field, textOf(data, field) || null]),
    ...NUMBER_FIELDS.map((field) => [field, textOf(data, field) === '' ? null : Number(textOf(data, field))]),
    ...LIST_FIELDS.map((field) => [field, listOf(textOf(data, field))]),
    ['base_model', bases?.length === 1 ? bases[0] : bases],
  ];
  return Object.fromEntries(entries);
}

/** `text, image` as a list; null where it is empty. */
function listOf(text: string): string[] | null {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  return words.length === 0 ? null : words;
}

/** A first price in US dollars per million tokens, from today on; none where either field is empty. */
export function firstPriceOf(data: FormData, today: string): Change['prices'] {
  const [input, output] = [textOf(data, 'input_per_mtok'), textOf(data, 'output_per_mtok')];
  if (input === '' || output === '') return undefined;
  return [{ effective_from: today, input_per_mtok: Number(input), output_per_mtok: Number(output) }];
}

/** The initial values of the form. */
export const formDefaults = (model: ModelRow | undefined): Record<string, string> =>
  model === undefined
    ? {}
    : {
        display_name: model.displayName ?? '',
        owner: model.owner ?? '',
        fallback: model.fallback ?? '',
        base_model: basesOf(model).join(', '),
        released_at: model.releasedAt ?? '',
        deprecation_date: model.deprecationDate ?? '',
        retirement_date: model.retirementDate ?? '',
        context_window: String(model.contextWindow ?? ''),
        max_output_tokens: String(model.maxOutputTokens ?? ''),
        modalities: model.modalities?.join(', ') ?? '',
        capabilities: model.capabilities?.join(', ') ?? '',
      };
