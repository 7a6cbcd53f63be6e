/** Columns of a plain CSV file that are fields of an item; every other column is an input variable. */
const FIELDS = new Set(['id', 'expected', 'category', 'weight', 'tags', 'cluster']);

/** Assertions of promptfoo that compare with a text, which becomes `expected`. */
const COMPARING = /^(equals|contains|icontains|regex|starts-with)\s*:\s*/;
/** Assertions that only promptfoo can check: they are kept in `metadata`, and nothing is expected. */
const OTHER =
  /^(not-[\w-]+|llm-rubric|javascript|fn|eval|python|similar|factuality|model-graded-\w+|is-json|contains-[\w-]+|is-[\w-]+|answer-relevance|context-[\w-]+|levenshtein|rouge-n|cost|latency|webhook|grade|file)(\([\d.]+\))?\s*(:|$)/;

/** Turns a header and a row into an item without checking it. Empty cells are left out. */
export function itemOfRow(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const pairs = header.map((name, i) => [name.trim(), cells[i] ?? ''] as const).filter(([name]) => name !== '');
  return isPromptfoo(header) ? promptfooItem(pairs) : plainItem(pairs);
}

/** promptfoo's test files mark their own columns with two underscores. */
const isPromptfoo = (header: readonly string[]): boolean =>
  header.some((name) => /^__(expected|metadata:|description|prefix|suffix)/.test(name.trim()));

function plainItem(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const input = pairs
    .filter(([name]) => !FIELDS.has(name) && !name.startsWith('metadata.'))
    .map(([name, cell]) => [name.replace(/^input\./, ''), cell]);
  return {
    ...fieldsOf(pairs.filter(([name]) => FIELDS.has(name))),
    input: Object.fromEntries(input),
    ...metadataOf(
      pairs
        .filter(([name]) => name.startsWith('metadata.'))
        .map(([name, cell]) => [name.slice('metadata.'.length), cell]),
    ),
  };
}

function promptfooItem(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const own = pairs.filter(([name]) => name.startsWith('__'));
  const named = own
    .filter(([name]) => name.startsWith('__metadata:'))
    .map(([name, cell]) => [name.slice('__metadata:'.length).replace(/\[\]$/, ''), cell] as const);
  const assertions = own.filter(([name, cell]) => /^__expected\d*$/.test(name) && cell !== '').map(([, cell]) => cell);
  const [first] = assertions;
  const comparing = first !== undefined && (COMPARING.test(first) || !OTHER.test(first)) ? first : undefined;
  const rest = own
    .filter(([name]) => !name.startsWith('__metadata:') && !name.startsWith('__expected'))
    .map(([name, cell]) => [name.slice(2), cell] as const);
  const expected = comparing?.replace(COMPARING, '');
  const isEqual = assertions.length === 1 && (expected === first || /^equals\s*:/.test(first ?? ''));
  return {
    ...fieldsOf(named.filter(([name]) => FIELDS.has(name) && name !== 'expected')),
    input: Object.fromEntries(pairs.filter(([name]) => !name.startsWith('__'))),
    ...(expected === undefined ? {} : { expected }),
    ...metadataOf(
      [...named.filter(([name]) => !FIELDS.has(name)), ...rest],
      assertions.length > 0 && !isEqual ? { assert: assertions } : {},
    ),
  };
}

function fieldsOf(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs
      .filter(([, cell]) => cell !== '')
      .map(([name, cell]) => {
        if (name === 'weight') return [name, Number.isNaN(Number(cell)) ? cell : Number(cell)];
        if (name === 'tags')
          return [
            name,
            cell
              .split(/[,;]/)
              .map((tag) => tag.trim())
              .filter((tag) => tag !== ''),
          ];
        return [name, cell];
      }),
  );
}

function metadataOf(
  pairs: readonly (readonly [string, string])[],
  more: Record<string, unknown> = {},
): { metadata?: Record<string, unknown> } {
  const metadata = { ...Object.fromEntries(pairs.filter(([, cell]) => cell !== '')), ...more };
  return Object.keys(metadata).length === 0 ? {} : { metadata };
}
