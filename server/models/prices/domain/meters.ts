type MeterRule = {
  /** What `quantity` counts. */
  counts: string;
  /** Measured rather than counted: it has decimals, which are exact to a millionth. */
  measured?: true;
  /** Not a part of another meter: where it has a price, a missing count is unknown and not zero. */
  total?: true;
  /** Few vendors charge it: it is billed where a row prices it, and without a row the cost is still known. */
  onlyIfPriced?: true;
  /** The meter whose rows price it where it has no row of its own. */
  otherwise?: 'tokens_out' | 'tool_calls';
};

/**
 * Everything that a vendor bills. A part of the input or output (cached, audio, ...) has a meter of its own and needs a
 * row of its own: a cached token is never assumed to cost as much as another one. Reasoning is the exception, since
 * vendors bill it as output unless they list a price for it.
 */
export const METERS = {
  tokens_in: { counts: 'input tokens of text, not from a cache', total: true },
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
  tokens_citation: { counts: 'tokens of citations, not included in the output' },
  requests: { counts: 'requests', onlyIfPriced: true },
  tool_calls: { counts: 'calls of a tool that runs at the provider' },
  images: { counts: 'images generated', total: true },
  pixels: { counts: 'pixels generated', total: true },
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

/** The rule of a meter. Calls of one tool without a row of their own are priced by the row for any tool. */
export const ruleOf = (name: MeterName): MeterRule =>
  name.startsWith('tool_calls:') ? { ...METERS.tool_calls, otherwise: 'tool_calls' } : METERS[name as Meter];

export const CACHE_TTLS = ['5m', '1h', 'other'] as const;
export type CacheTtl = (typeof CACHE_TTLS)[number];
