type MeterRule = {
  /** What `quantity` counts. */
  counts: string;
  /** Measured rather than counted: has decimals, kept to a millionth. */
  measured?: true;
  /** No part of anything: where it has a price, not to be counted is unknown, and not zero. */
  total?: true;
  /** Charged by few vendors: billed where a row prices it, and otherwise no gap in a price. */
  onlyIfPriced?: true;
  /** The meter whose rows price it where it has none of its own. */
  otherwise?: 'tokens_out' | 'tool_calls';
};

/**
 * Everything that a vendor bills by. A part of the input or output (cached, audio, ...) has a meter of its own and needs
 * a row of its own: a cached token is never assumed to cost what another one does. Reasoning is the exception, since
 * vendors bill it as output unless they list a price for it.
 */
export const METERS = {
  tokens_in: { counts: 'input tokens read afresh, as text', total: true },
  tokens_in_audio: { counts: 'input tokens of audio, not from a cache' },
  tokens_in_image: { counts: 'input tokens of images, not from a cache' },
  tokens_cached: { counts: 'input tokens of text read from a cache' },
  tokens_cached_audio: { counts: 'input tokens of audio read from a cache' },
  tokens_cached_image: { counts: 'input tokens of images read from a cache' },
  tokens_cache_write: { counts: 'input tokens written to a cache' },
  tokens_out: { counts: 'output tokens of text', total: true },
  tokens_out_audio: { counts: 'output tokens of audio' },
  tokens_out_image: { counts: 'output tokens of images' },
  tokens_reasoning: { counts: 'output tokens of reasoning', otherwise: 'tokens_out' },
  tokens_citation: { counts: 'tokens of citations, counted apart from the output' },
  requests: { counts: 'requests', onlyIfPriced: true },
  tool_calls: { counts: 'calls of a tool that runs at the provider' },
  images: { counts: 'images made', total: true },
  pixels: { counts: 'pixels made', total: true },
  seconds: { counts: 'seconds of audio or video', measured: true, total: true },
  cache_storage_hours: { counts: 'cached tokens × hours', measured: true },
  provisioned_unit_hours: { counts: 'provisioned units × hours', measured: true },
  credits: { counts: "the vendor's own credits", measured: true, total: true },
} as const satisfies Record<string, MeterRule>;

export type Meter = keyof typeof METERS;
/** A meter, or the calls of one tool by its name. */
export type MeterName = Meter | `tool_calls:${string}`;

const TOOL_METER = /^tool_calls:[A-Za-z0-9_.-]{1,100}$/;

/** Whether a row may price this: a meter, or `tool_calls:NAME`. */
export const isMeterName = (name: string): name is MeterName => Object.hasOwn(METERS, name) || TOOL_METER.test(name);

/** What is known of a meter; the calls of one tool are priced by the row for any tool where they have none. */
export const ruleOf = (name: MeterName): MeterRule =>
  name.startsWith('tool_calls:') ? { ...METERS.tool_calls, otherwise: 'tool_calls' } : METERS[name as Meter];

export const CACHE_TTLS = ['5m', '1h', 'other'] as const;
export type CacheTtl = (typeof CACHE_TTLS)[number];
