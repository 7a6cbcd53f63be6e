import { type CacheTtl, METERS, type Meter, ruleOf } from '../meters.ts';
import type { ServedAs } from '../price-usage.ts';
import { isCount, type Usage, withWholeTotals } from '../usage.ts';
import { leavesOf } from './leaves.ts';
import { type Goes, SHAPES, shapesOf, type UsageShape } from './shapes.ts';

/** A field that keeps a usage object from being read; `path` as in `usage.path`, empty for the object itself. */
export type UsageProblem = {
  path: string;
  code: 'unknown_provider' | 'unknown_shape' | 'not_a_count' | 'disagrees';
  message: string;
};
/**
 * A provider's counts in the convention of {@link Usage}. `unread` are unknown fields that have a value; the cost may
 * lack them.
 */
export type ReadUsage =
  | { usage: Usage; shape: string; served: ServedAs; unread: string[]; problem: null }
  | { usage: null; problem: UsageProblem };

const refuse = (path: string, code: UsageProblem['code'], message: string): ReadUsage => ({
  usage: null,
  problem: { path, code, message },
});

/**
 * Reads a provider's own usage object. `provider` in lower case, as `shapesOf` knows it. A provider or a shape that is not
 * known is named and not guessed: whether reasoning is inside the output differs between objects that look alike.
 */
export function readUsage(provider: string, usage: unknown): ReadUsage {
  const own = readOwn(usage);
  if (own !== null) return own;
  const shapes = shapesOf(provider);
  if (shapes === undefined) {
    return refuse('', 'unknown_provider', `One of ${Object.keys(SHAPES).join(', ')}, or send the counts themselves.`);
  }
  const leaves = leavesOf(usage);
  const shape = shapes.find(({ needs }) => needs.every((path) => typeof leaves.get(path) === 'number'));
  if (shape === undefined) {
    const needed = shapes.map(({ needs }) => needs.join(' and ')).join(', or ');
    return refuse('', 'unknown_shape', `A usage object of ${provider} has numbers in ${needed}.`);
  }
  const sums = new Map<Goes, number>();
  const unread: string[] = [];
  const served: ServedAs = {};
  for (const [path, value] of leaves) {
    const goes = shape.counts[path];
    if (goes !== undefined && value !== null) {
      if (typeof value !== 'number' || !isAmount(goes, value)) {
        return refuse(path, 'not_a_count', 'A whole number from 0.');
      }
      const before = sums.get(goes);
      const twice = before !== undefined && !shape.added.includes(path);
      if (twice && before !== value) return refuse(path, 'disagrees', `Another field says ${before}.`);
      sums.set(goes, twice ? value : (before ?? 0) + value);
    } else if (shape.served[path] !== undefined) {
      if (typeof value === 'string' && value !== 'not_available') served[shape.served[path]] = value.toLowerCase();
    } else if (goes === undefined && !isKnown(shape, path) && saysSomething(value)) unread.push(path);
  }
  return usageOf(shape, sums, served, unread);
}

/**
 * An object of our own meters alone is read for any provider: `{ "images": 3 }`, for what is no field of an event. No
 * provider has an object of these names only. Null for any other.
 */
function readOwn(usage: unknown): ReadUsage | null {
  if (typeof usage !== 'object' || usage === null) return null;
  const entries = Object.entries(usage as Record<string, unknown>);
  if (entries.length === 0 || !entries.every(([name]) => Object.hasOwn(METERS, name) && name !== 'tool_calls'))
    return null;
  for (const [name, value] of entries) {
    const measured = ruleOf(name as Meter).measured === true;
    const right = typeof value === 'number' && (measured ? value >= 0 : isCount(value));
    if (!right) return refuse(name, 'not_a_count', measured ? 'A number from 0.' : 'A whole number from 0.');
  }
  return { usage: usage as Usage, shape: 'meters', served: {}, unread: [], problem: null };
}

const isAmount = (goes: Goes, value: number): boolean => (goes === 'seconds' ? value >= 0 : isCount(value));
const isKnown = ({ known }: UsageShape, path: string): boolean =>
  known.some((name) => path === name || path.startsWith(`${name}.`));
/** Whether a value may matter to a bill: zero, null, false and an empty text do not. */
const saysSomething = (value: unknown): boolean => Boolean(value);

function usageOf(shape: UsageShape, sums: Map<Goes, number>, served: ServedAs, unread: string[]): ReadUsage {
  const usage: Record<string, unknown> = {};
  const tools: Record<string, number> = {};
  const written: { [T in CacheTtl]?: number } = {};
  for (const [goes, value] of sums) {
    if (goes.startsWith('tool_calls:')) tools[goes.slice('tool_calls:'.length)] = value;
    else if (goes === 'written:5m' || goes === 'written:1h') written[goes.slice(8) as CacheTtl] = value;
    else if (goes !== 'written' && goes !== 'total') usage[goes] = value;
  }
  const byTtl = (written['5m'] ?? 0) + (written['1h'] ?? 0);
  const other = (sums.get('written') ?? byTtl) - byTtl;
  if (other < 0) return refuse(shape.written, 'disagrees', `Less than its parts by time to live, ${byTtl}.`);
  if (byTtl + other > 0) usage.tokens_cache_write = { ...written, ...(other > 0 ? { other } : {}) };
  if (Object.values(tools).some((calls) => calls > 0)) usage.tool_calls = tools;
  // An embedding has no output; its total equals its input.
  if (usage.tokens_out === undefined && sums.get('total') === usage.tokens_in) usage.tokens_out = 0;
  return { usage: withWholeTotals(usage as Usage, shape.convention), shape: shape.name, served, unread, problem: null };
}
