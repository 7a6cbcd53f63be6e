import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROMPTS } from './company.ts';
import { MODELS } from './models.ts';
import { seededRandom } from './random.ts';
import type { SimEvent, SimTask } from './task.ts';
import { playDays } from './traffic.ts';

/** The moment of the figures in docs/cost.md: a Friday at noon. */
const NOW = Date.UTC(2026, 10, 27, 12);
const DAY_MS = 86_400_000;
const DOCS = readFileSync(join(import.meta.dirname, '../../docs/cost.md'), 'utf8');

function costOf(event: SimEvent): number {
  if (event.cost_usd !== undefined) return Number(event.cost_usd);
  const price = MODELS[String(event.model)]?.price;
  if (price === undefined) throw new Error(`no price of ${event.model}`);
  const cached = Number(event.tokens_cached ?? 0);
  const [input, output] = [Number(event.tokens_in) - cached, Number(event.tokens_out)];
  return (input * price.input + cached * price.cached + output * price.output) / 1e6;
}

const spentOn = ({ events, costs }: SimTask): number =>
  events.reduce((sum, event) => sum + costOf(event), 0) +
  costs.reduce((sum, { amount_usd }) => sum + Number(amount_usd), 0);

it('costs per good answer what docs/cost.md says, now and in the 30 days before', () => {
  const tasks = PROMPTS.flatMap((prompt, i) => [...playDays(prompt, NOW, 60, seededRandom(42 + i))]);
  const startOf = ({ events: [first] }: SimTask) => Date.parse(first?.at ?? '');
  const figures = (from: number, to: number) => {
    const own = tasks.filter((task) => startOf(task) >= from && startOf(task) < to);
    const spent = own.reduce((sum, task) => sum + spentOn(task), 0);
    const good = own.filter(({ outcome }) => outcome?.success).length;
    const silent = own.filter(({ outcome }) => outcome === null).length / own.length;
    return { cost: spent / good, tasks: own.length, silent };
  };
  // Tasks of the last day are too young to count.
  const now = figures(NOW - 30 * DAY_MS, NOW - DAY_MS);
  const before = figures(NOW - 60 * DAY_MS, NOW - 30 * DAY_MS);
  const said = (figure: number) => `$${figure.toPrecision(3)}`;
  expect(DOCS).toContain(
    `${said(now.cost)} in the last 30 days (${now.tasks.toLocaleString('en')} tasks), ${said(before.cost)} in the 30 days before`,
  );
  expect(now.silent).toBeCloseTo(0.08, 2);
});
