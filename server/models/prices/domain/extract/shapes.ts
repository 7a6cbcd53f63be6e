import type { ServedAs } from '../price-usage.ts';
import { CONVENTIONS, type Convention, type Usage } from '../usage.ts';

/** The meter that a count belongs to. `written` is all that was written to a cache, `total` the provider's own sum. */
export type Goes =
  | Exclude<keyof Usage, 'tokens_cache_write' | 'tool_calls'>
  | `tool_calls:${string}`
  | 'written'
  | 'written:5m'
  | 'written:1h'
  | 'total';

/** The usage object of one interface of a provider. Paths are those of `leavesOf`. */
export type UsageShape = {
  name: string;
  /** Fields that the object always has, by which the shape is recognised. */
  needs: readonly string[];
  /** Paths with the same meaning must have equal values; those in `added` are summed. */
  counts: Readonly<Record<string, Goes>>;
  added: readonly string[];
  /** The path of `written`, for the message that it is less than its parts. */
  written: string;
  served: Readonly<Record<string, keyof ServedAs>>;
  /** Known fields that another count bills. */
  known: readonly string[];
  convention: Convention;
};

const chat: UsageShape = {
  name: 'openai chat',
  needs: ['prompt_tokens'],
  counts: {
    prompt_tokens: 'tokens_in',
    completion_tokens: 'tokens_out',
    total_tokens: 'total',
    'prompt_tokens_details.cached_tokens': 'tokens_cached',
    'prompt_tokens_details.cache_write_tokens': 'written',
    'prompt_tokens_details.audio_tokens': 'tokens_in_audio',
    'prompt_tokens_details.image_tokens': 'tokens_in_image',
    'completion_tokens_details.reasoning_tokens': 'tokens_reasoning',
    'completion_tokens_details.audio_tokens': 'tokens_out_audio',
    'completion_tokens_details.image_tokens': 'tokens_out_image',
  },
  added: [],
  written: 'prompt_tokens_details.cache_write_tokens',
  served: { service_tier: 'serviceTier' },
  known: [
    'prompt_tokens_details.text_tokens',
    'completion_tokens_details.text_tokens',
    'completion_tokens_details.accepted_prediction_tokens',
    // These are part of the output and billed with it.
    'completion_tokens_details.rejected_prediction_tokens',
  ],
  convention: CONVENTIONS.openai,
};

const responses: UsageShape = {
  ...chat,
  name: 'openai responses',
  needs: ['input_tokens', 'output_tokens'],
  counts: {
    input_tokens: 'tokens_in',
    output_tokens: 'tokens_out',
    'input_tokens_details.cached_tokens': 'tokens_cached',
    'input_tokens_details.cache_write_tokens': 'written',
    'input_tokens_details.audio_tokens': 'tokens_in_audio',
    'input_tokens_details.image_tokens': 'tokens_in_image',
    'output_tokens_details.reasoning_tokens': 'tokens_reasoning',
    'output_tokens_details.audio_tokens': 'tokens_out_audio',
    'output_tokens_details.image_tokens': 'tokens_out_image',
  },
  written: 'input_tokens_details.cache_write_tokens',
  known: ['total_tokens', 'input_tokens_details.text_tokens', 'output_tokens_details.text_tokens'],
};

const messages: UsageShape = {
  name: 'anthropic messages',
  needs: ['input_tokens', 'output_tokens'],
  counts: {
    input_tokens: 'tokens_in',
    output_tokens: 'tokens_out',
    cache_read_input_tokens: 'tokens_cached',
    cache_creation_input_tokens: 'written',
    'cache_creation.ephemeral_5m_input_tokens': 'written:5m',
    'cache_creation.ephemeral_1h_input_tokens': 'written:1h',
    'output_tokens_details.thinking_tokens': 'tokens_reasoning',
    'server_tool_use.web_search_requests': 'tool_calls:web_search',
    'server_tool_use.web_fetch_requests': 'tool_calls:web_fetch',
    'server_tool_use.code_execution_requests': 'tool_calls:code_execution',
  },
  added: [],
  written: 'cache_creation_input_tokens',
  served: { service_tier: 'serviceTier', inference_geo: 'region', speed: 'speed' },
  known: [],
  convention: CONVENTIONS.anthropic,
};

/**
 * Audio and image parts of Gemini's lists. A document counts as images of its pages; video has no meter and is reported
 * as unread.
 */
const modalities = (list: string, audio: Goes, image: Goes): Record<string, Goes> => ({
  [`${list}[AUDIO]`]: audio,
  [`${list}[IMAGE]`]: image,
  [`${list}[DOCUMENT]`]: image,
});
const GEMINI_PARTS = {
  ...modalities('promptTokensDetails', 'tokens_in_audio', 'tokens_in_image'),
  ...modalities('toolUsePromptTokensDetails', 'tokens_in_audio', 'tokens_in_image'),
  ...modalities('cacheTokensDetails', 'tokens_cached_audio', 'tokens_cached_image'),
  ...modalities('candidatesTokensDetails', 'tokens_out_audio', 'tokens_out_image'),
};

const gemini: UsageShape = {
  name: 'gemini',
  needs: ['promptTokenCount'],
  counts: {
    promptTokenCount: 'tokens_in',
    toolUsePromptTokenCount: 'tokens_in',
    candidatesTokenCount: 'tokens_out',
    totalTokenCount: 'total',
    cachedContentTokenCount: 'tokens_cached',
    thoughtsTokenCount: 'tokens_reasoning',
    ...GEMINI_PARTS,
  },
  added: ['promptTokenCount', 'toolUsePromptTokenCount', ...Object.keys(GEMINI_PARTS)],
  written: '',
  served: { serviceTier: 'serviceTier' },
  known: [
    'trafficType',
    ...['prompt', 'toolUsePrompt', 'cache', 'candidates'].map((name) => `${name}TokensDetails[TEXT]`),
  ],
  convention: CONVENTIONS.gemini,
};

const converse: UsageShape = {
  name: 'bedrock converse',
  needs: ['inputTokens', 'outputTokens'],
  counts: {
    inputTokens: 'tokens_in',
    outputTokens: 'tokens_out',
    cacheReadInputTokens: 'tokens_cached',
    cacheWriteInputTokens: 'written',
    'cacheDetails[5m]': 'written:5m',
    'cacheDetails[1h]': 'written:1h',
  },
  added: [],
  written: 'cacheWriteInputTokens',
  served: {},
  // Some responses contain the counts twice, also under these older names.
  known: ['totalTokens', 'cacheReadInputTokenCount', 'cacheWriteInputTokenCount'],
  convention: CONVENTIONS.anthropic,
};

/** OpenAI's shape with fields of a vendor's own. */
const like = (name: string, more: Partial<UsageShape>): UsageShape => ({
  ...chat,
  ...more,
  name,
  counts: { ...chat.counts, ...more.counts },
  known: [...chat.known, ...(more.known ?? [])],
});

/** The shapes of each provider; the first whose `needs` are present is used. */
export const SHAPES: Readonly<Record<string, readonly UsageShape[]>> = {
  openai: [responses, chat],
  azure: [responses, chat],
  anthropic: [messages],
  google: [gemini, messages],
  gemini: [gemini],
  vertex: [gemini, messages],
  bedrock: [converse, messages],
  mistral: [like('mistral', { counts: { num_cached_tokens: 'tokens_cached', prompt_audio_seconds: 'seconds' } })],
  deepseek: [
    like('deepseek', { counts: { prompt_cache_hit_tokens: 'tokens_cached' }, known: ['prompt_cache_miss_tokens'] }),
  ],
  xai: [
    { ...responses, name: 'xai responses', known: [...responses.known, 'cost_in_usd_ticks', 'num_sources_used'] },
    // xAI's chat interface excludes reasoning from the completion and includes it in the total.
    like('xai chat', { known: ['cost_in_usd_ticks'], convention: CONVENTIONS.gemini }),
  ],
  perplexity: [
    like('perplexity', {
      counts: {
        reasoning_tokens: 'tokens_reasoning',
        citation_tokens: 'tokens_citation',
        num_search_queries: 'tool_calls:search_queries',
      },
      known: ['search_context_size', 'cost'],
      convention: CONVENTIONS.gemini,
    }),
  ],
  openrouter: [
    like('openrouter', {
      counts: { 'server_tool_use.web_search_requests': 'tool_calls:web_search' },
      known: ['cost', 'is_byok', 'cost_details'],
    }),
  ],
};

/**
 * The shapes of a provider as catalogues and gateways name it: `vertex_ai` and `google-vertex` are read as `vertex`,
 * `bedrock_converse` and `amazon-bedrock` as `bedrock`. Undefined where none is known.
 */
export function shapesOf(provider: string): readonly UsageShape[] | undefined {
  const words = [provider, ...provider.split(/[^a-z]+/).reverse()];
  const known = words.find((word) => Object.hasOwn(SHAPES, word));
  return known === undefined ? undefined : SHAPES[known];
}
