/**
 * Status pages of providers that a project may add with one press. None is read until a person adds it. Addresses of
 * `summary.json`, final ones: redirects are not followed.
 */
export const OFFERED_PAGES: readonly { provider: string; url: string }[] = [
  { provider: 'anthropic', url: 'https://status.claude.com/api/v2/summary.json' },
  { provider: 'cohere', url: 'https://status.cohere.com/api/v2/summary.json' },
  { provider: 'deepseek', url: 'https://status.deepseek.com/api/v2/summary.json' },
  { provider: 'groq', url: 'https://groqstatus.com/api/v2/summary.json' },
  { provider: 'openai', url: 'https://status.openai.com/api/v2/summary.json' },
];
