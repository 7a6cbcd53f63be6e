import type { ItemFormat } from '#server/evals/domain/item-format.ts';

/** What a text is, from its file's name or else from how it begins. */
export function itemFormat(fileName: string | null, text: string): ItemFormat {
  const ending = /\.(\w+)$/.exec(fileName ?? '')?.[1]?.toLowerCase();
  if (ending === 'json') return text.trimStart().startsWith('{') && isLines(text) ? 'ndjson' : 'json';
  if (ending === 'ndjson' || ending === 'jsonl') return 'ndjson';
  if (ending === 'csv') return 'csv';
  const start = text.trimStart()[0];
  return start === '[' ? 'json' : start === '{' ? 'ndjson' : 'csv';
}

/** Several objects under each other, whatever the file is called. */
const isLines = (text: string): boolean => /\}\s*\n\s*\{/.test(text.slice(0, 100_000));
