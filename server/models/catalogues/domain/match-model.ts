/** How `@pydantic/genai-prices` tells which ids are a model. */
export type MatchRule =
  | { or: MatchRule[] }
  | { and: MatchRule[] }
  | { equals: string }
  | { starts_with: string }
  | { ends_with: string }
  | { contains: string }
  | { regex: string };

/** Whether an id is matched, in lower or upper case. */
export function isMatch(rule: MatchRule, id: string): boolean {
  const text = id.toLowerCase();
  if ('or' in rule) return rule.or.some((each) => isMatch(each, id));
  if ('and' in rule) return rule.and.every((each) => isMatch(each, id));
  if ('equals' in rule) return text === rule.equals.toLowerCase();
  if ('starts_with' in rule) return text.startsWith(rule.starts_with.toLowerCase());
  if ('ends_with' in rule) return text.endsWith(rule.ends_with.toLowerCase());
  if ('contains' in rule) return text.includes(rule.contains.toLowerCase());
  return new RegExp(rule.regex).test(id);
}

/** One company under the names that catalogues give it; clouds and resellers with prices of their own stay apart. */
const SAME: Readonly<Record<string, string>> = {
  'amazon-bedrock': 'aws',
  bedrock: 'aws',
  bedrock_converse: 'aws',
  cohere_chat: 'cohere',
  'fireworks-ai': 'fireworks',
  fireworks_ai: 'fireworks',
  gemini: 'google',
  moonshot: 'moonshotai',
  together_ai: 'together',
  togetherai: 'together',
  xai: 'x-ai',
};

/** A provider under one name, for comparing. */
export const providerKey = (provider: string): string => SAME[provider.toLowerCase()] ?? provider.toLowerCase();
/** A model under one name, for comparing. */
export const modelKey = (provider: string, modelId: string): string =>
  `${providerKey(provider)}/${modelId.toLowerCase()}`;
