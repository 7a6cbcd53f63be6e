import { gateWire } from '#server/gates/wire.ts';
import { actorWire } from '#server/platform/http/actor-wire.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import type { PromotionDetail } from './reads/read-promotion.ts';
import type { PromotionListRow } from './reads/select-promotions.ts';

/** A promotion of a list as the edge sends it. */
export const promotionRowWire = (row: PromotionListRow) => ({
  id: row.id,
  status: row.status,
  revision: row.revision,
  prompt: row.prompt,
  version: row.version,
  model: modelText(row),
  from: row.from,
  to: row.to,
  note: row.note,
  verdict: row.verdict,
  reasons: row.reasons,
  approvals_given: row.approvals.given,
  required_approvals: row.approvals.required,
  requested_by: actorWire(row.requestedBy),
  requested_at: row.requestedAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

const servedWire = (served: PromotionDetail['serving']) =>
  served && {
    deployment_id: served.deploymentId,
    version: served.version,
    model: modelText(served),
    since: served.since.toISOString(),
    by: actorWire(served.by),
  };

const approvalWire = (given: PromotionDetail['approvals'][number]) => ({
  id: given.id,
  person: given.person,
  at: given.at.toISOString(),
  expires_at: given.expiresAt.toISOString(),
  override: given.override,
  reason: given.reason,
  valid: given.valid,
  invalid_because: given.invalidBecause,
  not_alone: given.notAlone,
  appointed: given.appointed && {
    how: given.appointed.how,
    at: given.appointed.at.toISOString(),
    by: given.appointed.by,
    because: given.appointed.because,
  },
});

/** What an approval that is allowed would lack, in the words of the page. */
const noteOf = (action: string, { mine }: PromotionDetail): { note?: string } =>
  (action === 'approve' || action === 'override') && mine?.notAlone ? { note: mine.notAlone } : {};

/** Everything a reviewer needs, as the edge sends it. */
export const promotionWire = (detail: PromotionDetail) => ({
  id: detail.id,
  status: detail.status,
  revision: detail.revision,
  prompt: detail.prompt,
  version: detail.version,
  digest: detail.versionDigest,
  variant_digest: detail.variantDigest,
  model: modelText(detail),
  settings: detail.settings,
  from: detail.from,
  to: detail.to,
  note: detail.note,
  model_reason: detail.modelReason,
  rollout: detail.rollout,
  version_author: actorWire(detail.versionAuthor),
  version_message: detail.versionMessage,
  requested_by: actorWire(detail.requestedBy),
  requested_at: detail.requestedAt.toISOString(),
  updated_at: detail.updatedAt.toISOString(),
  gate: detail.gate && gateWire(detail.gate),
  approvals: detail.approvals.map(approvalWire),
  required_approvals: detail.requiredApprovals,
  valid_approvals: detail.validApprovals,
  diff: detail.diff,
  serving: servedWire(detail.serving),
  baseline: servedWire(detail.baseline),
  deployment_id: detail.deploymentId,
  actions: Object.fromEntries(
    Object.entries(detail.actions).map(([action, refusal]) => [
      action,
      refusal === null ? { allowed: true, ...noteOf(action, detail) } : { allowed: false, ...refusal },
    ]),
  ),
  barred: detail.barred,
  recent_changes: detail.recentChanges.list.map(({ at, kind, title, loosens, actor }) => ({
    at: at.toISOString(),
    kind,
    title,
    loosens,
    actor: actorWire(actor),
  })),
  timeline: detail.timeline.map(({ at, actor, ...step }) => ({
    ...step,
    actor: actorWire(actor),
    at: at.toISOString(),
  })),
});
