import { postmortem, postmortemVersion } from '#db/schema/postmortems.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { type IncidentRow, lockIncident } from '#server/incidents/find-incident.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { mergeTexts, withBoth } from './domain/merge-texts.ts';
import {
  findPostmortem,
  lockPostmortem,
  type PostmortemRow,
  readVersion,
  SYSTEM,
  writeNext,
} from './find-postmortem.ts';
import { type Draft, draftFromFacts } from './gather-facts.ts';
import { requireStorable } from './save-postmortem.ts';

type Drafted = { isNew: boolean; version: number; both: number };

/**
 * Drafts the post-mortem of an incident from what is known of it. Where there is one already, what is known by now is merged
 * into it, and what people wrote stays: where they changed a line whose facts changed too, both stand there. Nothing is
 * written where nothing differs. `both`: how many such places there are. 404 unknown incident; 409 `no_postmortem` of a
 * declined or merged incident, 422 where the text would become too long.
 */
export async function draftPostmortemOf(ctx: Ctx, name: string): Promise<Drafted> {
  return inTransaction(ctx, async (ctx) => {
    const incident = await lockIncident(ctx, name);
    if (incident.state === 'declined' || incident.state === 'merged')
      throw conflict('no_postmortem', `This incident is ${incident.state}, so there is nothing to learn from it.`, {
        state: incident.state,
      });
    const draft = await draftFromFacts(ctx, incident.id);
    if ((await findPostmortem(ctx, incident.id)) === null) return begin(ctx, incident, draft);
    const { row } = await lockPostmortem(ctx, incident.id);
    return { isNew: false, ...(await takeFacts(ctx, row, draft)) };
  });
}

async function begin(ctx: InTx, incident: IncidentRow, { markdown, gateReason }: Draft): Promise<Drafted> {
  const [at, id] = [ctx.clock.now(), newId()];
  await ctx.db.insert(postmortem).values({
    ...{ id, projectId: ctx.project.id, incidentId: incident.id, state: 'draft', markdown },
    ...{ version: 1, draftedVersion: 1, createdAt: at, updatedAt: at, gateReason },
  });
  await ctx.db
    .insert(postmortemVersion)
    .values({ postmortemId: id, version: 1, markdown, gateReason, actor: SYSTEM, at });
  await audit(ctx, id, { incident: incident.number, version: 1, gate_reason: gateReason });
  return { isNew: true, version: 1, both: 0 };
}

async function takeFacts(ctx: InTx, row: PostmortemRow, draft: Draft): Promise<Omit<Drafted, 'isNew'>> {
  const last = await readVersion(ctx, row.id, row.draftedVersion);
  if (last === null) throw new Error(`Version ${row.draftedVersion} of a post-mortem is gone.`);
  const base = last.drafted ?? last.markdown;
  // What a person chose stays.
  const gateReason = row.gateReasonBy === null ? (draft.gateReason ?? row.gateReason) : row.gateReason;
  const isSameReason = gateReason === row.gateReason;
  if (base === draft.markdown && isSameReason) return { version: row.version, both: 0 };
  const parts = mergeTexts(base, row.markdown, draft.markdown);
  const both = parts.filter(({ kind }) => kind === 'conflict').length;
  const markdown = withBoth(parts);
  if (markdown === row.markdown && isSameReason) return { version: row.version, both: 0 };
  requireStorable(markdown);
  const { version } = await writeNext(ctx, row, { markdown, gateReason, drafted: draft.markdown });
  await audit(ctx, row.id, { version, both, gate_reason: gateReason });
  return { version, both };
}

const audit = (ctx: InTx, id: string, detail: Record<string, unknown>): Promise<void> =>
  appendAudit(ctx, { action: 'postmortem.draft', object: { kind: 'postmortem', id }, detail });
