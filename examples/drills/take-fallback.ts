import { MODELS } from '../demo/models.ts';
import { type Api, until } from '../lib/api.ts';
import type { Promotion } from '../llmdrift/promote.ts';

const DECIDED = new Set(['awaiting_approval', 'blocked', 'needs_evidence', 'cancelled']);
const WHY = 'Drill: its provider fails, the fallback is needed now.';

export type Moved = { prompt: string; fallback: string; promotion: string };
type Refusal = { code?: string; message?: string };

/**
 * What the step “Move the prompt to its fallback” of the runbook does in a protected environment: opens a promotion of what
 * serves, on the fallback, as `requester`; `approver`, another person, approves it, with a written reason where the gate could not
 * decide. Null, with the reason said, where the gate refuses or another promotion is open.
 */
export async function takeFallback(
  { requester, approver }: { requester: Api; approver: Api },
  { prompt, version, model }: { prompt: string; version: number; model: string },
  say: (line: string) => void,
): Promise<Moved | null> {
  const fallback = MODELS[model]?.fallback;
  if (fallback === undefined) return null;
  const body = { prompt, version, model: fallback, to: 'production', note: WHY };
  const asked = await requester.send<Promotion & Refusal>('POST', '/api/v1/promotions', body, { expect: [409] });
  if (asked.$status === 409) {
    say(`  ${prompt} stays on ${model}: ${asked.code ?? 'refused'}`);
    return null;
  }
  const path = `/api/v1/promotions/${asked.id}`;
  const decided = await until(
    'the gate',
    () => requester.get<Promotion>(path),
    ({ status }) => DECIDED.has(status),
  );
  if (decided.status === 'blocked' || decided.status === 'cancelled') {
    say(
      `  ${prompt} stays on ${model}: the gate refuses ${fallback}, ${decided.gate?.findings[0]?.message ?? decided.status}`,
    );
    return null;
  }
  const isOverride = decided.status === 'needs_evidence';
  const approval = isOverride ? { override: true, reason: WHY } : {};
  const headers = { 'if-match': String(decided.revision) };
  const approved = await approver.send<Promotion & Refusal>('POST', `${path}/approve`, approval, {
    ...{ expect: [403, 409], headers },
  });
  if (approved.$status !== 200) {
    say(`  ${prompt} stays on ${model}: ${approved.code ?? approved.$status}`);
    return null;
  }
  say(`  ${prompt} moves to ${fallback}${isOverride ? ', without evidence of a gate, by a written reason' : ''}`);
  return { prompt, fallback, promotion: asked.id };
}

/** The rollback procedure of the runbook: what served before serves again. */
export async function takeBack(
  approver: Api,
  { prompt, promotion }: Moved,
  say: (line: string) => void,
): Promise<void> {
  const path = `/api/v1/promotions/${promotion}`;
  const { revision } = await approver.get<Promotion>(path);
  const headers = { 'if-match': String(revision) };
  const reason = 'Drill: the provider is well again.';
  const { $status, code } = await approver.send<Refusal>(
    'POST',
    `${path}/rollback`,
    { reason },
    { expect: [409], headers },
  );
  say($status === 200 ? `  ${prompt} serves on its first model again` : `  ${prompt} stays on the fallback: ${code}`);
}
