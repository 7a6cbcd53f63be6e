import type { PriceRowEntry } from '#server/models/prices/domain/check-price-row.ts';

/** The price lists that are read. `genai_prices` comes with Switchyard, the others are imported by a person. */
export const CATALOGUES = {
  genai_prices: { label: 'genai-prices', url: 'https://github.com/pydantic/genai-prices' },
  litellm: {
    label: 'LiteLLM',
    url: 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json',
  },
  openrouter: { label: 'OpenRouter', url: 'https://openrouter.ai/api/v1/models' },
  models_dev: { label: 'models.dev', url: 'https://models.dev/api.json' },
} as const;

export type Source = keyof typeof CATALOGUES;
/** The catalogues of which a person imports a file. */
export const FILE_SOURCES = ['litellm', 'openrouter', 'models_dev'] as const satisfies readonly Source[];
export type FileSource = (typeof FILE_SOURCES)[number];
/** The formats of a file: those of catalogues, and our own export. */
export const FILE_FORMATS = [...FILE_SOURCES, 'switchyard'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/**
 * One price of a catalogue. `from`: the day it begins, null for one that the catalogue does not date. `to`: the day it
 * ends without a next one.
 */
export type Listed = Pick<PriceRowEntry, 'meter' | 'per' | 'when'> & {
  /** Dollars as exact decimal text. */
  amount: string;
  /** Where it stands in the file. */
  field: string;
  from: string | null;
  to?: string;
};

/** What a catalogue states of one model. */
export type CatalogueModel = {
  provider: string;
  modelId: string;
  facts: {
    display_name?: string;
    context_window?: number;
    max_output_tokens?: number;
    modalities?: string[];
    capabilities?: string[];
    released_at?: string;
    retirement_date?: string;
  };
  listed: Listed[];
  /** Fields with a price that no row can express, by their name in the file, and why. */
  unread: Unread[];
};

export type Unread = { field: string; because: string };

/** Whole tokens or units above 0; undefined for anything else. */
export const countOf = (value: unknown): number | undefined => {
  const whole = typeof value === 'number' && Number.isFinite(value) ? Math.floor(value) : 0;
  return whole > 0 ? whole : undefined;
};

/** Whether a JSON value is an object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an object that are defined. */
export const defined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** A day as `YYYY-MM-DD`, undefined for any other text. */
export const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;
