import { type LedgerCall, type LedgerLine, priceEntries, simulateCalls } from '#test/simulations/provider-ledger.ts';
import { rollUpTasksOnce } from './cost.ts';
import type { System } from './system.ts';

const PICO = 10n ** 12n;
/** A millionth of a dollar. */
const MICRO = 1_000_000n;

/** Two sums of one kind that differ by a micro-dollar or more, in 10⁻¹² dollars. */
export type LedgerDifference = { of: string; simulator: bigint; ledger: bigint };
export type LedgerReport = { calls: number; unknown: number; simulatorPico: bigint; differences: LedgerDifference[] };

/**
 * Sends simulated calls through the public routes, one in fifty twice, and compares what they cost by Switchyard with
 * what the providers wrote down: in all, by model, by day (charts and cost per outcome), and by meter on every
 * `detailEvery`-th call.
 */
export async function compareLedgers(
  system: System,
  { calls, detailEvery, seed }: { calls: number; detailEvery: number; seed: number },
): Promise<LedgerReport> {
  const key = await system.key();
  const api = async (method: string, path: string, body?: unknown) => {
    const response = await system.api(method, path, { key, ...(body === undefined ? {} : { body }) });
    if (response.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(response.body).slice(0, 400)}`);
    return response.body;
  };
  for (const entry of priceEntries()) await api('POST', '/api/v1/models', entry);
  const all = [...simulateCalls(calls, system.clock.now().getTime(), seed)];
  await sendAll(all, (events) => api('POST', '/api/v1/events', { events }));
  await rollUpTasksOnce(system);
  const differences: LedgerDifference[] = [];
  const compare = (of: string, simulator: bigint, ledger: bigint) => {
    const apart = simulator > ledger ? simulator - ledger : ledger - simulator;
    if (apart >= MICRO) differences.push({ of, simulator, ledger });
  };
  const lines = all.flatMap(({ billed }) => billed ?? []);
  const range = { from: all.reduce((first, { event }) => (event.at < first ? event.at : first), '9'), to: '' };
  range.from = `${range.from.slice(0, 10)}T00:00:00Z`;
  range.to = new Date(system.clock.now().getTime() + 60_000).toISOString();

  const daily = await api('GET', `/api/v1/metrics?${new URLSearchParams({ ...range, ...DAILY })}`);
  const ofCharts = new Map<string, bigint>();
  for (const { group, points } of daily.series)
    for (const [at, usd] of points) {
      const name = `${group.provider}/${group.model} on ${at.slice(0, 10)}`;
      ofCharts.set(name, (ofCharts.get(name) ?? 0n) + picoOf(usd ?? 0));
    }
  const ofDays = summed(lines, ({ model, day }) => `${model} on ${day}`);
  for (const name of new Set([...ofDays.keys(), ...ofCharts.keys()]))
    compare(`charts: ${name}`, ofDays.get(name) ?? 0n, ofCharts.get(name) ?? 0n);

  const outcomes = await api(
    'GET',
    `/api/v1/cost/outcomes?${new URLSearchParams({ ...range, group_by: 'model', horizon_hours: '1' })}`,
  );
  const ofModels = summed(lines, ({ model }) => model.split('/')[1] ?? '');
  let unknown = 0;
  let total = 0n;
  for (const { group, cost_usd, unknown_cost_attempts } of outcomes.groups) {
    compare(`tasks: ${group.model}`, ofModels.get(group.model) ?? 0n, picoOf(cost_usd));
    unknown += unknown_cost_attempts;
    total += picoOf(cost_usd);
  }
  const simulatorPico = lines.reduce((sum, { pico }) => sum + pico, 0n);
  compare('tasks: all', simulatorPico, total);
  compare(
    'charts: all',
    simulatorPico,
    [...ofCharts.values()].reduce((sum, pico) => sum + pico, 0n),
  );

  const detailed = all.filter((_, i) => i % detailEvery === 0);
  const ofMeters = new Map<string, bigint>();
  for (const { event } of detailed) {
    const { cost } = await api('GET', `/api/v1/events/${event.id}`);
    for (const { meter, cache_ttl, amount_usd } of cost.lines) {
      const name = `${meter} ${cache_ttl ?? ''}`.trim();
      ofMeters.set(name, (ofMeters.get(name) ?? 0n) + exactPico(amount_usd));
    }
  }
  const byMeter = summed(
    detailed.flatMap(({ billed }) => billed ?? []),
    ({ meter }) => NAMES[meter],
  );
  // Line by line nothing is rounded: these sums are equal to the last digit.
  for (const name of new Set([...byMeter.keys(), ...ofMeters.keys()])) {
    const [simulator, ledger] = [byMeter.get(name) ?? 0n, ofMeters.get(name) ?? 0n];
    if (simulator !== ledger) differences.push({ of: `meter: ${name}`, simulator, ledger });
  }
  const blind = all.filter(({ billed }) => billed === null).length;
  if (blind !== unknown)
    differences.push({ of: 'calls of unknown cost', simulator: BigInt(blind), ledger: BigInt(unknown) });
  return { calls: all.length, unknown, simulatorPico, differences };
}

const DAILY = { metric: 'cost', group_by: 'provider,model', step: '86400' };

const NAMES: Readonly<Record<LedgerLine['meter'], string>> = {
  input: 'tokens_in',
  read: 'tokens_cached',
  write_5m: 'tokens_cache_write 5m',
  write_1h: 'tokens_cache_write 1h',
  output: 'tokens_out',
  reasoning: 'tokens_reasoning',
  search: 'tool_calls:web_search',
};

async function sendAll(all: readonly LedgerCall[], send: (events: object[]) => Promise<{ rejected: number }>) {
  for (let from = 0; from < all.length; from += 1000) {
    const events = all.slice(from, from + 1000).map(({ event }) => event);
    // A client that saw no response sends again: the same id never costs twice.
    for (const batch of [events, events.filter((_, i) => i % 50 === 0)]) {
      const { rejected } = await send(batch);
      if (rejected > 0) throw new Error(`${rejected} calls were rejected`);
    }
  }
}

function summed(lines: readonly LedgerLine[], nameOf: (line: LedgerLine) => string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const line of lines) sums.set(nameOf(line), (sums.get(nameOf(line)) ?? 0n) + line.pico);
  return sums;
}

/** Dollars of a JSON number, which is exact to about 10⁻¹³ of its size. */
const picoOf = (usd: number): bigint => BigInt(Math.round(usd * 1e9)) * 1000n;

/** Dollars as plain decimal text, exact. */
function exactPico(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * PICO + BigInt(fraction.padEnd(12, '0'));
}
