import { postmortemReview } from '#db/schema/postmortems.ts';
import { tellPeople } from '#server/alerts/notify/tell-people.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { nameOf } from '#server/incidents/find-incident.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, forbidden, invalid } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { publishProblems, type ReviewVerdict, reviewRefusal } from './domain/postmortem.ts';
import { type Held, lockPostmortem, type PostmortemRow, update } from './find-postmortem.ts';
import { readAuthors, readStanding } from './read-postmortem.ts';

/** 409 `version_conflict` where the caller looked at another version than the newest. */
function requireNewest(row: PostmortemRow, version: number): void {
  if (row.version === version) return;
  throw conflict('version_conflict', `The text has version ${row.version} by now. Read it again first.`, {
    current: { version: row.version },
  });
}

/** Audit, and the notification of those who follow it, in the transaction of what happened. */
async function record(
  ctx: InTx,
  { row, incident }: Held,
  { action, words, ...detail }: { action: string; words: string; version: number; verdict?: ReviewVerdict },
): Promise<void> {
  await tellPeople(ctx, {
    key: `${action}:${row.id}:${detail.version}:${ctx.clock.now().getTime()}`,
    title: `Post-mortem of ${nameOf(incident)} ${words}: ${incident.title}`,
    path: `/incidents/${incident.number}/postmortem`,
    personId: null,
  });
  await appendAudit(ctx, {
    action,
    object: { kind: 'postmortem', id: row.id },
    detail: { incident: incident.number, ...detail },
  });
}

/** Asks for a review of a draft. A second time changes nothing. 404; 409 `version_conflict`, `published`. */
export async function askForReview(ctx: Ctx, name: string, version: number): Promise<PostmortemRow> {
  return inTransaction(ctx, async (ctx) => {
    const { row, incident } = await lockPostmortem(ctx, name);
    requireNewest(row, version);
    if (row.state === 'in_review') return row;
    if (row.state === 'published')
      throw conflict('published', 'This version is published. Change it first: the change needs a review.', {
        state: row.state,
      });
    const after = await update(ctx, row, { state: 'in_review', reviewAskedAt: ctx.clock.now() });
    await record(
      ctx,
      { row: after, incident },
      { action: 'postmortem.ask_review', words: 'waits for a review', version },
    );
    return after;
  });
}

/**
 * A person who wrote none of it approves a version, or sends it back with a note. 404; 403 `author_cannot_review`; 409
 * `version_conflict`, `not_in_review`; 422 without a note where it is sent back.
 */
export async function reviewPostmortem(
  ctx: Ctx,
  name: string,
  { version, verdict, note }: { version: number; verdict: ReviewVerdict; note: string },
): Promise<PostmortemRow> {
  return inTransaction(ctx, async (ctx) => {
    const { row, incident } = await lockPostmortem(ctx, name);
    if (verdict === 'sent_back' && note === '')
      throw invalid('/note', 'required', '/note: say what is missing, for those who wrote it.');
    requireNewest(row, version);
    const personId = ctx.actor.id;
    if (personId === null) throw forbidden('person_required', 'This needs a person.');
    const authors = await readAuthors(ctx, row.id);
    const refusal = reviewRefusal({ state: row.state, isAuthor: authors.has(personId) });
    if (refusal !== null) {
      throw row.state === 'in_review'
        ? forbidden('author_cannot_review', refusal)
        : conflict('not_in_review', refusal, { state: row.state });
    }
    await ctx.db.insert(postmortemReview).values({
      ...{ postmortemId: row.id, version, personId, verdict, note: note || null },
      ...{ actor: actorRecord(ctx.actor), at: ctx.clock.now() },
    });
    const after = verdict === 'sent_back' ? await update(ctx, row, { state: 'draft', reviewAskedAt: null }) : row;
    await record(
      ctx,
      { row: after, incident },
      {
        action: 'postmortem.review',
        words: verdict === 'approved' ? 'is approved' : 'was sent back',
        version,
        verdict,
      },
    );
    return after;
  });
}

/**
 * Publishes the newest version, under the lock of its row and from the timeline as it is now. 404; 409 `version_conflict`,
 * `not_publishable` with everything that is missing: times, unanswered questions, unsupported
 * sentences, the reason why no gate stopped it, action items, the review. Each names the field that mends it, where one does.
 */
export async function publishPostmortem(ctx: Ctx, name: string, version: number): Promise<PostmortemRow> {
  return inTransaction(ctx, async (ctx) => {
    const { row, incident } = await lockPostmortem(ctx, name);
    requireNewest(row, version);
    const { standing } = await readStanding(ctx, { row, incident });
    const problems = publishProblems(standing);
    const [first] = problems;
    if (first !== undefined) {
      const rest = problems.length === 1 ? '' : ` ${problems.length - 1} more reasons are in “problems”.`;
      throw conflict('not_publishable', `It cannot be published: ${first.message}${rest}`, {
        ...{ state: row.state, problems: problems.slice(0, PROBLEMS_MAX), problems_total: problems.length },
      });
    }
    const at = ctx.clock.now();
    const published = { publishedVersion: version, publishedAt: at, publishedBy: actorRecord(ctx.actor) };
    const after = await update(ctx, row, { state: 'published', reviewAskedAt: null, ...published });
    await record(ctx, { row: after, incident }, { action: 'postmortem.publish', words: 'is published', version });
    return after;
  });
}

/** Problems that a response names. */
const PROBLEMS_MAX = 50;
