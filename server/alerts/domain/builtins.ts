import type { Severity } from './alert.ts';
import type { MonitorKind } from './monitor-kind.ts';
import { type Rule, ruleWith } from './rule.ts';

export type Builtin = { key: string; name: string; kind: MonitorKind; severity: Severity; rule: Rule };

const builtin = (key: string, name: string, kind: MonitorKind, severity: Severity, rule: Partial<Rule>): Builtin => ({
  ...{ key, name, kind, severity },
  rule: ruleWith(rule),
});

/**
 * The monitors that every project has from the start, switched on.
 *
 * Sources: the seed's thresholds (quality −5 %, P99 2 ×, errors 1 %); the burn-rate pairs of the SRE Workbook, chapter 5.
 */
export const BUILTINS: readonly Builtin[] = [
  // Two windows that differ: the second is a minute later.
  builtin('quality', 'Quality −5 %', 'quality', 'page', {
    ...{ limit: 5, clear: 3, windowMin: 10, forMin: 1, clearForMin: 10, minSamples: 100, p: 0.01 },
  }),
  builtin('latency', 'P99 twice its baseline', 'latency', 'warning', {
    ...{ limit: 2, clear: 1.6, windowMin: 10, forMin: 5, clearForMin: 10, minSamples: 100, p: 0.001 },
  }),
  builtin('errors', 'Errors above 1 %', 'error_rate', 'warning', {
    ...{ limit: 1, clear: 0.8, windowMin: 5, forMin: 2, clearForMin: 10, minSamples: 20, p: 0.01 },
  }),
  builtin('burn_page', 'Error budget burns fast', 'burn_rate', 'page', {
    ...{ limit: 99, clear: 99, windowMin: 60, clearForMin: 5, minSamples: 100, p: 0.001 },
    pairs: [
      { longMin: 60, shortMin: 5, factor: 14.4 },
      { longMin: 360, shortMin: 30, factor: 6 },
    ],
  }),
  builtin('burn_ticket', 'Error budget burns', 'burn_rate', 'ticket', {
    ...{ limit: 99, clear: 99, windowMin: 60, clearForMin: 360, minSamples: 100, p: 0.01 },
    pairs: [
      { longMin: 1440, shortMin: 120, factor: 3 },
      { longMin: 4320, shortMin: 360, factor: 1 },
    ],
  }),
  builtin('outcomes', 'Failed outcomes above their baseline', 'outcome', 'warning', {
    ...{ limit: 1.5, clear: 1.25, windowMin: 60, forMin: 5, clearForMin: 30, minSamples: 100, p: 0.001 },
  }),
  builtin('injection', 'Prompt injection rate', 'injection', 'warning', {
    ...{ limit: 2, clear: 1, windowMin: 10, forMin: 0, clearForMin: 10, minSamples: 20, p: 0.001 },
  }),
  builtin('telemetry_missing', 'No telemetry', 'telemetry_missing', 'warning', {
    ...{ groupBy: ['environment'], limit: 100, clear: 1, windowMin: 15, clearForMin: 0 },
  }),
  builtin('budget', 'Budget spent', 'budget', 'warning', {}),
  builtin('spend_jump', 'Jump of spend or input', 'spend_jump', 'warning', {}),
  builtin('retirement', 'A serving model retires within 30 days', 'retirement', 'ticket', {}),
  builtin('fallback', 'Fallback not proven', 'fallback', 'ticket', {}),
  builtin('rollback', 'A version was rolled back', 'rollout', 'ticket', {}),
  builtin('gate', 'A gate blocked a promotion', 'gate', 'ticket', {}),
  builtin('drift', 'Requests have drifted', 'drift', 'ticket', {}),
  builtin('feedback', 'Negative feedback above its usual share', 'feedback', 'warning', {}),
];
