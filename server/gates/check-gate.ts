import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { evaluateGate } from './evaluate-gate.ts';
import type { GateQuestion } from './load-datasets.ts';
import type { GateView } from './read-verdict.ts';
import { recordVerdict } from './record-verdict.ts';

/**
 * Decides, and stores the verdict with its evidence and an audit row of who asked, in one transaction. Nothing serves
 * because of it: a promotion decides for itself, by the runs and the policy of its own moment. Returns the verdict as it
 * is read back. Throws the errors of {@link evaluateGate}.
 */
export async function checkGate(ctx: Ctx, question: GateQuestion): Promise<GateView> {
  return inTransaction(ctx, async (ctx) => {
    const outcome = await evaluateGate(ctx, question);
    const verdict = await recordVerdict(ctx, outcome);
    await appendAudit(ctx, {
      action: 'gate.check',
      object: { kind: 'gate_verdict', id: verdict.id },
      detail: { environment: question.environment.name, verdict: outcome.decision.verdict },
    });
    return verdict;
  });
}
