import type { CacheTtl, Meter, MeterName } from '#server/models/prices/domain/meters.ts';

const NAMES: Record<Meter, string> = {
  tokens_in: 'Input',
  tokens_in_audio: 'Audio input',
  tokens_in_image: 'Image input',
  tokens_cached: 'Cached input',
  tokens_cached_audio: 'Cached audio input',
  tokens_cached_image: 'Cached image input',
  tokens_cache_write: 'Written to the cache',
  tokens_out: 'Output',
  tokens_out_audio: 'Audio output',
  tokens_out_image: 'Image output',
  tokens_reasoning: 'Reasoning',
  tokens_citation: 'Citations',
  requests: 'Request',
  tool_calls: 'Tool calls',
  images: 'Images',
  pixels: 'Pixels',
  seconds: 'Seconds',
  cache_storage_hours: 'Cache storage, token hours',
  provisioned_unit_hours: 'Provisioned unit hours',
  credits: 'Credits',
};

const TTLS: Record<CacheTtl, string> = { '5m': '5 minutes', '1h': '1 hour', other: 'time to live not stated' };

/** What a meter is called on pages: `Written to the cache, 1 hour`, `Calls of web_search`. */
export function meterText(meter: MeterName, cacheTtl: CacheTtl | null): string {
  if (meter.startsWith('tool_calls:')) return `Calls of ${meter.slice('tool_calls:'.length)}`;
  const name = NAMES[meter as Meter];
  return cacheTtl === null ? name : `${name}, ${TTLS[cacheTtl]}`;
}
