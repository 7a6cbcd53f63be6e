import { expect, test } from 'vitest';
import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import type { StepKind } from '#server/promotions/domain/step-kind.ts';
import { promotionHeadline } from './headline.ts';

const AT = new Date('2026-11-23T12:00:00Z');
const RUTA = { kind: 'person', id: 'ruta', name: 'Ruta' } as const;
const MAREN = { kind: 'person', id: 'maren', name: 'Maren' } as const;
const served = (version: number, deploymentId: string, model = 'gpt-4-0314') => ({
  deploymentId,
  version,
  provider: 'openai',
  model,
  since: AT,
  by: MAREN,
});
const OFF = { code: 'wrong_status', message: 'It is over.' };
const ACTIONS: PromotionDetail['actions'] = {
  approve: OFF,
  override: OFF,
  reject: OFF,
  cancel: OFF,
  recheck: OFF,
  pause: OFF,
  resume: OFF,
  advance: OFF,
  rollback: OFF,
};

const promotion = (change: Partial<PromotionDetail>): PromotionDetail => ({
  id: 'p',
  revision: 1,
  status: 'completed',
  prompt: 'maths/is-prime',
  promptType: 'text',
  version: 8,
  versionDigest: 'd8',
  versionAuthor: RUTA,
  versionMessage: '',
  versionSource: null,
  variantDigest: 'v8',
  provider: 'openai',
  model: 'gpt-4-0613',
  settings: {},
  from: 'staging',
  to: 'production',
  note: '',
  modelReason: '',
  rollout: { strategy: 'immediate' },
  requestedBy: RUTA,
  requestedAt: AT,
  updatedAt: AT,
  deploymentId: null,
  serving: served(7, 'seven'),
  baseline: served(7, 'seven'),
  rollbackTo: null,
  diff: null,
  gate: null,
  gateHistory: [],
  approvals: [],
  requiredApprovals: 1,
  validApprovals: 0,
  timeline: [],
  actions: ACTIONS,
  recentChanges: { until: AT, list: [] },
  barred: [],
  mine: null,
  worst: [],
  otherModels: [],
  figures: [],
  candidateIntervals: [],
  ...change,
});

const step = (kind: StepKind, detail: string) => ({ id: kind, at: AT, kind, title: kind, detail, actor: MAREN });

test.each<[string, Partial<PromotionDetail>, string]>([
  ['while the gate runs', { status: 'evaluating' }, 'The gate compares version 8 with what serves production now.'],
  [
    'while the gate runs on a first release',
    { status: 'evaluating', serving: null, baseline: null },
    'The gate looks at version 8: nothing serves production yet.',
  ],
  [
    'where it serves',
    { deploymentId: 'eight', serving: served(8, 'eight', 'gpt-4-0613') },
    'Version 8 serves production.',
  ],
  [
    'where something newer took over',
    { deploymentId: 'eight', serving: served(9, 'nine') },
    'Version 8 served production; version 9 serves it now.',
  ],
  ['rolled back', { status: 'rolled_back', deploymentId: 'eight' }, 'Rolled back: version 7 serves production again.'],
  [
    'rejected with a reason',
    { status: 'rejected', timeline: [step('rejected', 'Too slow')] },
    'Rejected by Maren: “Too slow”. Production was not touched.',
  ],
  [
    'cancelled without one',
    { status: 'cancelled', timeline: [step('cancelled', '')] },
    'Cancelled by Maren. Production was not touched.',
  ],
])('the headline %s', (_, change, sentence) => {
  expect(promotionHeadline(promotion(change))).toBe(sentence);
});

test('where only the model changes, the model is named', () => {
  const change = { status: 'evaluating', version: 7 } as const;
  expect(promotionHeadline(promotion(change))).toBe(
    'The gate compares version 7 with openai/gpt-4-0613 with what serves production now.',
  );
});
