import type { z } from 'zod';
import { nameOf } from '#server/incidents/find-incident.ts';
import { actorWire } from '#server/platform/http/actor-wire.ts';
import type { actionResponse, postmortemResponse } from './contract.ts';
import { citedIn } from './domain/citations.ts';
import { exportMarkdown } from './domain/export.ts';
import { requirementsOf } from './domain/postmortem.ts';
import type { Answers } from './find-postmortem.ts';
import type { ActionRow, PostmortemSummary, PostmortemView } from './read-postmortem.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** An action item. */
export const actionWire = (row: ActionRow): z.output<typeof actionResponse> => ({
  ...{ id: row.id, kind: row.kind, title: row.title, owner_id: row.ownerId, owner: row.owner, due_on: row.dueOn },
  ...{ done_at: iso(row.doneAt), done_by: row.doneBy && actorWire(row.doneBy) },
  created_at: row.createdAt.toISOString(),
});

const answersWire = (row: Answers) => ({
  ...{ gate_reason: row.gateReason, gate_reason_text: row.gateReasonText },
  gate_reason_by: row.gateReasonBy && actorWire(row.gateReasonBy),
  ...{ times_unknown_reason: row.timesUnknownReason, no_actions_reason: row.noActionsReason },
});

/** A post-mortem with all that is known of it. */
export function postmortemWire(view: PostmortemView): z.output<typeof postmortemResponse> {
  const { incident, row, standing, published } = view;
  return {
    ...{ id: row.id, incident: nameOf(incident), state: row.state, version: row.version, markdown: row.markdown },
    ...answersWire(row),
    due_on: view.dueOn,
    sections: standing.sections.map(({ key, title, isQuestion, isWritten }) => ({
      ...{ key, title, is_question: isQuestion, is_written: isWritten },
    })),
    unsupported: [...standing.unsupported],
    requirements: requirementsOf(standing).map(({ key, isMet, text, problems }) => ({
      ...{ key, is_met: isMet, text, missing: problems.map(({ message }) => message) },
    })),
    problems: view.problems,
    reviews: view.reviews.map(({ version, verdict, note, actor, at }) => ({
      ...{ version, verdict, note, by: actorWire(actor), at: at.toISOString() },
    })),
    actions: view.actions.map(actionWire),
    sources: sourcesOf(view).map(({ id, at, text, path, by }) => ({
      ...{ id, at: new Date(at).toISOString(), text, path, by },
    })),
    versions: view.versions.map(({ version, actor, at, basedOn }) => ({
      ...{ version, by: actorWire(actor), at: at.toISOString(), merged_from: basedOn },
    })),
    published:
      published === null || row.publishedAt === null || row.publishedBy === null
        ? null
        : {
            ...{ version: published.version, markdown: published.markdown, ...answersWire(published) },
            ...{ at: row.publishedAt.toISOString(), by: actorWire(row.publishedBy) },
          },
    ...{ created_at: row.createdAt.toISOString(), updated_at: row.updatedAt.toISOString() },
  };
}

function sourcesOf({ row, rows }: PostmortemView) {
  const cited = new Set(citedIn(row.markdown));
  return rows.filter(({ id }) => cited.has(id));
}

/** The newest version as a file of Markdown. */
export function postmortemFile(view: PostmortemView): { name: string; markdown: string } {
  const { incident, row, reviews, standing } = view;
  const approved = reviews.find(({ version, verdict }) => version === row.version && verdict === 'approved');
  const by = approved === undefined ? '' : `, reviewed by ${approved.actor.name}`;
  const status =
    row.state === 'published' && row.publishedAt !== null
      ? `Published on ${row.publishedAt.toISOString().slice(0, 10)}${by}. Version ${row.version}.`
      : `Draft, not published${by}. Version ${row.version}. ${standing.unsupported.length} unsupported sentences.`;
  return {
    name: `${nameOf(incident)}-postmortem.md`,
    markdown: exportMarkdown({
      ...{ markdown: row.markdown, status, actions: view.actions, sources: sourcesOf(view) },
      ...{ gateReason: row.gateReason, gateReasonText: row.gateReasonText },
      ...{ timesUnknownReason: row.timesUnknownReason, noActionsReason: row.noActionsReason },
    }),
  };
}

/** What the page shows besides: the whole timeline to cite from, and what the caller can do. */
export const postmortemPage = (view: PostmortemView) => ({
  ...postmortemWire(view),
  title: view.incident.title,
  number: view.incident.number,
  severity: view.incident.severity,
  timeline: view.rows.map(({ id, at, text, kind, by, path }) => ({ id, at: new Date(at), text, kind, by, path })),
  review_refusal: view.reviewRefusal,
  proposed_due_on: view.proposedDueOn,
});

/** What the page of an incident shows of its post-mortem. */
export const summaryWire = ({ row, dueOn, sections, unsupported, actions }: PostmortemSummary) => ({
  state: row?.state ?? null,
  published: row !== null && row.publishedAt !== null,
  dueOn,
  written: sections.filter(({ isWritten }) => isWritten).length,
  sections: sections.length,
  unsupported,
  actions: actions.length,
  actionsDone: actions.filter(({ doneAt }) => doneAt !== null).length,
});
