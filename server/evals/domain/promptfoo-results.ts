/**
 * One answer of promptfoo's results file, with our field names. Its item is found by its variables, or by `id` in its
 * metadata.
 */
export type PromptfooAnswer = {
  vars: Record<string, unknown>;
  id: string | null;
  result: {
    output?: string;
    error?: string;
    latency_ms?: number;
    cost_usd?: number;
    tokens_in?: number;
    tokens_out?: number;
  };
};

export type PromptfooFile =
  | { ok: true; provider: string; answers: PromptfooAnswer[] }
  /** The file holds several runs, or none that was chosen. `choices` are all of them, as `provider#prompt index`. */
  | { ok: false; choices: string[] };

type Row = Record<string, unknown>;

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const amount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/**
 * The result rows of promptfoo's JSON output (`{results: {results: […]}}` or `{results: […]}`), or null for anything
 * else.
 */
export function promptfooRows(body: unknown): Row[] | null {
  if (!isObject(body)) return null;
  const rows = isObject(body.results) ? body.results.results : body.results;
  if (
    !Array.isArray(rows) ||
    rows.length === 0 ||
    !rows.every((row) => isObject(row) && isObject(row.vars) && 'provider' in row)
  )
    return null;
  return rows;
}

/** Reads the rows of one provider and prompt; `choice` is needed where the file holds several. */
export function readPromptfoo(rows: readonly Row[], choice?: string): PromptfooFile {
  const byChoice = Map.groupBy(rows, (row) => `${providerOf(row)}#${promptIndexOf(row)}`);
  const names = [...byChoice.keys()];
  const chosen =
    choice === undefined ? names : names.filter((name) => name === choice || name.startsWith(`${choice}#`));
  const [only] = chosen;
  if (only === undefined || chosen.length > 1) return { ok: false, choices: names };
  return {
    ok: true,
    provider: only.slice(0, only.lastIndexOf('#')),
    answers: (byChoice.get(only) ?? []).map(answerOf),
  };
}

/** promptfoo's `openai:chat:gpt-4o` as `openai/gpt-4o`; a provider without a model stays as it is. */
export function modelOfProvider(provider: string): string {
  const [name = '', ...rest] = provider.split(':');
  const model = rest
    .filter((part) => !['chat', 'completion', 'responses', 'messages', 'embedding'].includes(part))
    .join(':');
  return model === '' ? name : `${name}/${model}`;
}

const providerOf = (row: Row): string => {
  const { provider } = row;
  if (typeof provider === 'string') return provider;
  return isObject(provider) && typeof provider.id === 'string' ? provider.id : 'unknown';
};

const promptIndexOf = (row: Row): number => (typeof row.promptIdx === 'number' ? row.promptIdx : 0);

function answerOf(row: Row): PromptfooAnswer {
  const response = isObject(row.response) ? row.response : {};
  const usage = isObject(response.tokenUsage) ? response.tokenUsage : {};
  const test = isObject(row.testCase) ? row.testCase : {};
  const metadata = isObject(test.metadata) ? test.metadata : {};
  const output =
    typeof response.output === 'string'
      ? response.output
      : response.output === undefined || response.output === null
        ? undefined
        : JSON.stringify(response.output);
  // `error` also holds failed assertions; only a row without an output is a failure of the provider.
  const error =
    output === undefined ? (textOf(row.error) ?? textOf(response.error) ?? 'The provider gave no output.') : undefined;
  return {
    vars: isObject(row.vars) ? row.vars : {},
    id: typeof metadata.id === 'string' ? metadata.id : null,
    result: withoutUnknown({
      output,
      error,
      latency_ms: amount(row.latencyMs),
      cost_usd: amount(row.cost) ?? amount(response.cost),
      tokens_in: amount(usage.prompt),
      tokens_out: amount(usage.completion),
    }),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const withoutUnknown = (value: PromptfooAnswer['result']): PromptfooAnswer['result'] =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
