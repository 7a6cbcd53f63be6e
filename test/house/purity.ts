import { type Source, withoutComments } from './sources.ts';
import { placeOf } from './zones.ts';

/** What makes a function's result depend on more than its arguments, or gives its call a side effect. */
export const IMPURE: [what: string, pattern: RegExp][] = [
  ['the clock', /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(|\bTemporal\.Now\b/],
  ['chance', /\bMath\.random\b|\bcrypto\.(randomUUID|getRandomValues|randomBytes)\b/],
  ['the environment', /\bprocess\.(env|argv|cwd|exit|hrtime)\b|\bimport\.meta\.env\b/],
  ['the network', /\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b/],
  ['timers', /\bset(Timeout|Interval|Immediate)\(/],
  ['the console', /\bconsole\.\w+\(/],
];

/** Decisions are pure: the clock and everything else are arguments. */
export function impurities(source: Source): string[] {
  const zone = placeOf(source.path)?.zone;
  if (zone !== 'domain' && zone !== 'pure' && zone !== 'stats' && zone !== 'contract') return [];
  const text = withoutComments(source.text);
  return IMPURE.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${source.path} (${zone}) reads ${what}`);
}
