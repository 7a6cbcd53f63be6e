/** What a snippet is made of. Names are checked on creation and hold no quote or backslash. */
export type SnippetFacts = {
  name: string;
  environment: string;
  variables: readonly string[];
  version: number | null;
  model: string | null;
};

const CURL_HEADERS = (key: string): string => `-H "Authorization: Bearer ${key}" -H "Content-Type: application/json"`;

const examples = (variables: readonly string[]): Record<string, string> =>
  Object.fromEntries(variables.map((name) => [name, '…']));

/** What serves now, filled in. */
export function resolveSnippet(edgeUrl: string, key: string, { name, environment, variables }: SnippetFacts): string {
  const filled = variables.length > 0 ? { variables: examples(variables) } : {};
  const body = JSON.stringify({ prompt: name, environment, key: 'user-42', ...filled });
  return `curl ${edgeUrl}/api/v1/resolve ${CURL_HEADERS(key)} -d '${body}'`;
}

/** The same from the client of clients/typescript. */
export function clientSnippet(edgeUrl: string, key: string, { name, environment, variables }: SnippetFacts): string {
  const apiKey = key.startsWith('$') ? `process.env.${key.slice(1)} ?? ''` : `'${key}'`;
  const filled = variables.length > 0 ? `,\n  variables: ${JSON.stringify(examples(variables))}` : '';
  return `import { createSwitchyard } from '@switchyard/client';

const switchyard = createSwitchyard({ url: '${edgeUrl}', apiKey: ${apiKey} });
const resolved = await switchyard.resolve({
  prompt: '${name}',
  environment: '${environment}',
  key: userId${filled},
});`;
}

/** One event of this prompt. */
export function eventSnippet(edgeUrl: string, key: string, facts: SnippetFacts): string {
  const event = JSON.stringify({
    prompt: facts.name,
    version: facts.version ?? 1,
    environment: facts.environment,
    model: facts.model ?? 'my-model',
    latency_ms: 812,
    status: 'ok',
  });
  return `curl ${edgeUrl}/api/v1/events ${CURL_HEADERS(key)} -d '{"events": [{"id": "'$(date +%s%N)'", "at": "'$(date -u +%FT%TZ)'", ${event.slice(1)}]}'`;
}
