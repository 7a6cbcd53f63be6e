import type { EntryKind } from '#server/incidents/domain/incident.ts';
import { TIME_FIELDS, type TimeField } from '#server/incidents/domain/times.ts';
import { impactLines, instant, setWords } from './fact-words.ts';
import type { Facts, TimelineRow } from './facts.ts';

/** A fact that a draft cites. It is put onto the timeline, where no row says it yet. */
export type FactRow = { key: string; at: number; kind: EntryKind; text: string; path: string | null };

/** What is put onto the timeline besides times. */
export type CitedFact = 'impact' | 'gate' | 'before';

const TIME_WORDS: Record<TimeField, string> = {
  impact_start: 'Start of the impact',
  ...{ detected: 'Detection', acknowledged: 'First human action' },
  ...{ mitigated: 'End of the symptom', resolved: 'Resolution' },
};

/** The key of the row for a time: one for each value that it had. */
export const timeKey = (field: TimeField, at: number): string => `fact:time:${field}:${at}`;
/** What was computed differently is another fact, so that a citation keeps its meaning. */
export const factKey = (what: CitedFact, text: string): string => `fact:${what}:${text}`.slice(0, 500);

/** The row of the timeline that is a time: what happened at that moment and marks it. */
export function rowOfTime(rows: readonly TimelineRow[], field: TimeField, at: number): TimelineRow | undefined {
  const own = rows.find(({ dedupeKey }) => dedupeKey === timeKey(field, at));
  if (own !== undefined || field !== 'detected') return own;
  return rows.find((row) => row.at === at && row.source === 'alert' && row.kind === 'signal');
}

/** The facts of an incident that its timeline does not hold yet. */
export function factRows(facts: Facts, rows: readonly TimelineRow[]): FactRow[] {
  const found: FactRow[] = TIME_FIELDS.flatMap((field) => {
    const at = facts.times[field];
    if (at === null || rowOfTime(rows, field, at) !== undefined) return [];
    const from = facts.timeFrom[field];
    const isDeclared = field === 'detected' && facts.detector === 'person';
    const machine = isDeclared ? 'when it was declared' : 'found by the machine';
    const who = from?.source === 'person' ? `set by ${from.by}${from.reason ? `: ${from.reason}` : ''}` : machine;
    const text = `${TIME_WORDS[field]}: ${instant(at)}, ${who}`;
    return [{ key: timeKey(field, at), at, kind: 'note', text, path: null }];
  });
  const impact = impactText(facts);
  if (facts.impact !== null && impact !== null)
    found.push({ key: factKey('impact', impact), at: facts.impact.at, kind: 'note', text: impact, path: null });
  const gate = gateText(facts);
  if (gate !== null && 'at' in facts.gate)
    found.push({ key: factKey('gate', gate), at: facts.gate.at, kind: 'note', text: gate, path: facts.gate.path });
  const before = beforeText(facts);
  const opened = facts.times.detected;
  if (before !== null && opened !== null)
    found.push({ key: factKey('before', before), at: opened, kind: 'note', text: before, path: null });
  const keys = new Set(rows.map(({ dedupeKey }) => dedupeKey));
  return found.filter(({ key }) => !keys.has(key));
}

/** The impact as the timeline has it; null where it was not computed. */
export function impactText(facts: Facts): string | null {
  const lines = impactLines(facts);
  return lines.length === 0 ? null : `Impact: ${lines.join('. ')}`;
}

/** The incidents that it repeats, as the timeline has them; null where there are none. */
export const beforeText = ({ before }: Facts): string | null =>
  before.length === 0 ? null : `Same as before: ${before.map(({ name, title }) => `${name} ${title}`).join('; ')}`;

/** What the gate knew, as the timeline has it; null where there was no release to decide on. */
export function gateText({ gate }: Facts): string | null {
  if (gate.kind === 'no_prompt' || gate.kind === 'nothing_served') return null;
  if (gate.kind === 'direct') return `${gate.title} on ${instant(gate.at)}, without a promotion: no gate decided`;
  if (gate.kind === 'no_verdict') return `${gate.title}: no gate decided on this promotion`;
  const sets = gate.sets.length === 0 ? 'no golden set' : gate.sets.map(setWords).join('; ');
  const overridden = gate.overriddenBy === null ? '' : `; overridden by ${gate.overriddenBy}`;
  return `${gate.title}: the gate said ${gate.verdict} on ${instant(gate.at)} with a margin of ${gate.margin}. Evaluated: ${sets}${overridden}`;
}
