/** Formats of items: a JSON array, one JSON object a line, or a table. */
export const ITEM_FORMATS = ['json', 'ndjson', 'csv'] as const;
export type ItemFormat = (typeof ITEM_FORMATS)[number];
