import { asc, desc, eq } from 'drizzle-orm';
import { postmortemAction, postmortemReview, postmortemVersion } from '#db/schema/postmortems.ts';
import { person } from '#db/schema/projects.ts';
import { findIncident, type IncidentRow } from '#server/incidents/find-incident.ts';
import { timesOf } from '#server/incidents/set-time.ts';
import type { Ctx, DbCtx, ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { readPeopleBehind } from '#server/projects/members/read-people-behind.ts';
import { unsupportedSentences } from './domain/citations.ts';
import { proposedDueOn, reviewDueOn } from './domain/due.ts';
import { NEEDED_TIMES, type Problem, publishProblems, reviewRefusal, type Standing } from './domain/postmortem.ts';
import { sectionStates } from './domain/sections.ts';
import { findPostmortem, type Held, readRows, readVersion } from './find-postmortem.ts';

export type ActionRow = typeof postmortemAction.$inferSelect & { owner: string };
export type ReviewRow = typeof postmortemReview.$inferSelect;

/** The action items of a post-mortem, in the order in which they were added. */
export const readActions = ({ db }: DbCtx, postmortemId: string): Promise<ActionRow[]> =>
  db
    .select({ action: postmortemAction, owner: person.name })
    .from(postmortemAction)
    .innerJoin(person, eq(person.id, postmortemAction.ownerId))
    .where(eq(postmortemAction.postmortemId, postmortemId))
    .orderBy(asc(postmortemAction.createdAt), asc(postmortemAction.id))
    .then((rows) => rows.map(({ action, owner }) => ({ ...action, owner })));

/** The times that publishing asks for and that the incident does not have. */
const unknownTimes = (incident: IncidentRow) => {
  const times = timesOf(incident);
  return NEEDED_TIMES.filter((field) => times[field] === null);
};

/** What decides whether a text can be published: computed again from the text and the timeline as they are. */
export async function readStanding(ctx: ReadCtx, { row, incident }: Held) {
  const [rows, actions, reviews] = await Promise.all([
    readRows(ctx, row.incidentId),
    readActions(ctx, row.id),
    ctx.db
      .select()
      .from(postmortemReview)
      .where(eq(postmortemReview.postmortemId, row.id))
      .orderBy(desc(postmortemReview.id)),
  ]);
  const standing: Standing = {
    state: row.state,
    sections: sectionStates(row.markdown, { hasActions: actions.length > 0 || row.noActionsReason !== null }),
    unknownTimes: unknownTimes(incident),
    ...{ timesUnknownReason: row.timesUnknownReason, gateReason: row.gateReason },
    unsupported: unsupportedSentences(row.markdown, new Set(rows.map(({ id }) => id))),
    verdict: reviews.find(({ version }) => version === row.version)?.verdict ?? null,
  };
  return { rows, actions, reviews, standing };
}

/** The people who wrote any version, in person or through a key that they own or made. */
export async function readAuthors(ctx: ReadCtx, postmortemId: string): Promise<Set<string>> {
  const versions = await ctx.db
    .select({ actor: postmortemVersion.actor })
    .from(postmortemVersion)
    .where(eq(postmortemVersion.postmortemId, postmortemId));
  const behind = await readPeopleBehind(
    ctx,
    versions.map(({ actor }) => actor),
  );
  return new Set(versions.flatMap(({ actor }) => [...behind(actor).keys()]));
}

export type PostmortemView = NonNullable<Awaited<ReturnType<typeof readPostmortemIfAny>>>;

/** Versions that a page lists, the newest. */
const VERSIONS_MAX = 50;

/** The post-mortem of an incident with all that its page and its exports show. 404 where either does not exist. */
export async function readPostmortem(ctx: Ctx, name: string): Promise<PostmortemView> {
  const view = await readPostmortemIfAny(ctx, name);
  if (view === null) throw notFound();
  return view;
}

/** The same; null where none was drafted. 404 unknown incident. */
export async function readPostmortemIfAny(ctx: Ctx, name: string) {
  const incident = await findIncident(ctx, name);
  const row = await findPostmortem(ctx, incident.id);
  if (row === null) return null;
  const [{ rows, actions, reviews, standing }, authors, versions, published] = await Promise.all([
    readStanding(ctx, { row, incident }),
    readAuthors(ctx, row.id),
    readVersions(ctx, row.id),
    row.publishedVersion === null ? null : readVersion(ctx, row.id, row.publishedVersion),
  ]);
  const isAuthor = ctx.actor.id !== null && authors.has(ctx.actor.id);
  const problems: Problem[] = publishProblems(standing);
  return {
    ...{ incident, row, rows, actions, reviews, standing, versions, published, problems },
    reviewRefusal: reviewRefusal({ state: row.state, isAuthor }),
    dueOn: dueOf(incident),
    proposedDueOn: proposedDueOn(incident.severity, ctx.clock.now()),
  };
}

const readVersions = ({ db }: DbCtx, id: string) =>
  db
    .select({
      ...{ version: postmortemVersion.version, actor: postmortemVersion.actor, at: postmortemVersion.at },
      basedOn: postmortemVersion.basedOn,
    })
    .from(postmortemVersion)
    .where(eq(postmortemVersion.postmortemId, id))
    .orderBy(desc(postmortemVersion.version))
    .limit(VERSIONS_MAX);

export type PostmortemSummary = Awaited<ReturnType<typeof readPostmortemSummary>>;

/** What the page of an incident shows of its post-mortem; null where none was drafted. */
export async function readPostmortemSummary(ctx: Ctx, name: string) {
  const incident = await findIncident(ctx, name);
  const row = await findPostmortem(ctx, incident.id);
  const dueOn = dueOf(incident);
  if (row === null) return { row: null, dueOn, sections: [], unsupported: 0, actions: [] };
  const { standing, actions } = await readStanding(ctx, { row, incident });
  return { row, dueOn, sections: standing.sections, unsupported: standing.unsupported.length, actions };
}

const dueOf = (incident: IncidentRow): string | null => (incident.isDrill ? null : reviewDueOn(incident));
