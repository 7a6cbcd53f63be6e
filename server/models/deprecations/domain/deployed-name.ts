import type { Announcer } from './entry.ts';

/** The provider names that people and gateways use for an announcer's models. Any other name is an unknown reseller. */
const CHANNELS: Readonly<Record<string, readonly Announcer[]>> = {
  alibaba: ['alibaba'],
  dashscope: ['alibaba'],
  anthropic: ['anthropic'],
  bedrock: ['aws-bedrock'],
  bedrock_converse: ['aws-bedrock'],
  'aws-bedrock': ['aws-bedrock'],
  'amazon-bedrock': ['aws-bedrock'],
  azure: ['azure-openai', 'azure-foundry'],
  azure_ai: ['azure-foundry', 'azure-openai'],
  'azure-foundry': ['azure-foundry'],
  'azure-openai': ['azure-openai'],
  cerebras: ['cerebras'],
  cohere: ['cohere'],
  deepseek: ['deepseek'],
  gemini: ['google'],
  google: ['google'],
  'google-vertex': ['google-vertex'],
  vertex: ['google-vertex'],
  vertex_ai: ['google-vertex'],
  groq: ['groq'],
  mistral: ['mistral'],
  mistralai: ['mistral'],
  moonshot: ['moonshot'],
  kimi: ['moonshot'],
  openai: ['openai'],
  perplexity: ['perplexity'],
  'x-ai': ['xai'],
  xai: ['xai'],
  xiaomi: ['xiaomi'],
};

/** The announcers whose dates apply to a provider name; none for a provider that is not in the list. */
export const announcersOf = (provider: string): readonly Announcer[] => {
  const name = provider.toLowerCase();
  return Object.hasOwn(CHANNELS, name) ? (CHANNELS[name] ?? []) : [];
};

/** Forms of an id that only one announcer uses. */
const OWN_FORMS: [form: RegExp, announcer: Announcer][] = [
  [/^arn:aws[\w-]*:bedrock:/i, 'aws-bedrock'],
  [
    /^(?:[a-z-]{2,6}\.)?(?:ai21|amazon|anthropic|cohere|meta|mistral|stability|twelvelabs|deepseek)\.[\w-]+/i,
    'aws-bedrock',
  ],
  [/(?:^|\/)publishers\/[\w-]+\/models\//i, 'google-vertex'],
  [/^models\/gemini-/i, 'google'],
];

/** The announcer that the form of an id determines, or null: several providers may serve a bare `gpt-4`. */
export const announcerOfForm = (model: string): Announcer | null =>
  OWN_FORMS.find(([form]) => form.test(model))?.[1] ?? null;

/**
 * The id in lower case without what a cloud adds to it: an ARN or a path before it, the Region of a Bedrock profile
 * (`eu.`), its throughput (`:0`, `:200k`). A version after `@` or in brackets is joined with `-`, and Azure's `35`
 * becomes `3.5`. Two ids with the same core name one model at one announcer.
 */
export function coreOf(model: string): string {
  return model
    .toLowerCase()
    .replace(/^arn:aws[\w-]*:bedrock:.*\/(?=[^/]+$)/, '')
    .replace(/^.*\bpublishers\/[\w-]+\/models\//, '')
    .replace(/^models\//, '')
    .replace(/^(?:us|us-gov|eu|apac|jp|au|ca|global)\.(?=[a-z0-9]+\.)/, '')
    .replace(/:\d+k$/, '')
    .replace(/:0$/, '')
    .replace(/^gpt-35-/, 'gpt-3.5-')
    .replace(/@(?:latest|default)$/, '')
    .replace(/\s*\(([\w.-]+)\)$/, '-$1')
    .replace('@', '-');
}

/**
 * The name of a model without the publisher that Bedrock and aggregators put before it, and without Bedrock's `-v1`.
 */
export function plainOf(core: string): string {
  const name = core.slice(core.lastIndexOf('/') + 1);
  const [, withoutPublisher] =
    /^(?:ai21|amazon|anthropic|cohere|meta|mistral|stability|twelvelabs|deepseek)\.(.+)$/.exec(name) ?? [];
  return withoutPublisher === undefined ? name : withoutPublisher.replace(/-v\d+$/, '');
}

const SNAPSHOT = /-(?:\d{4}-\d\d-\d\d|20\d{6}|\d{2}-20\d{2}|\d{2}-\d{2}|\d{4}|\d{3})$/;

/**
 * A dated id without its date, `gpt-4-0613` to `gpt-4`; an id without one is returned unchanged. `-latest` counts as a
 * date.
 */
export const undated = (core: string): string => core.replace(/-latest$/, '').replace(SNAPSHOT, '');
