import { z } from 'zod';
import { calendarDateSchema, INT_MAX } from '#server/audit/contract.ts';
import { MARKDOWN_CHARS_MAX } from '#server/platform/pure/markdown-limits.ts';
import { GATE_REASONS } from './domain/gate-reason.ts';
import { ACTION_KINDS, POSTMORTEM_STATES, REQUIREMENTS, REVIEW_VERDICTS } from './domain/postmortem.ts';
import { SECTIONS } from './domain/sections.ts';

const version = z.int().min(1).max(INT_MAX);
const markdown = z
  .string()
  .max(MARKDOWN_CHARS_MAX)
  .meta({ description: 'Citations are `[^t123]`: the row 123 of the timeline.' });

/** What the four forms of an address of a post-mortem give. */
export const readQuery = z.strictObject({ format: z.enum(['json', 'md']).default('json') });

const reasonText = z.string().trim().max(2_000).nullable().optional();
const answers = z.strictObject({
  gate_reason: z
    .enum(GATE_REASONS)
    .nullable()
    .optional()
    .meta({ description: 'Why no gate and no canary stopped it. Publishing needs one.' }),
  gate_reason_text: reasonText.meta({ description: 'The reason in words. Needed for `other`.' }),
  times_unknown_reason: reasonText.meta({
    description:
      'Why the start of the impact, its detection or its end cannot be known. Publishing needs the times or this.',
  }),
  no_actions_reason: reasonText.meta({
    description: 'Why nothing is to be done. Publishing needs an action item or this.',
  }),
});
export type PostmortemAnswers = z.output<typeof answers>;

export const savePostmortemBody = answers.extend({
  version: version.meta({
    description: 'The version that was edited. Where it is no longer the newest, both are merged.',
  }),
  markdown: markdown.optional(),
  ask_review: z.literal(true).optional().meta({ description: 'Ask another person to review the newest version.' }),
});
export type PostmortemChange = z.output<typeof savePostmortemBody>;

const note = z.string().trim().max(2_000).default('');
export const reviewBody = z.strictObject({
  version,
  verdict: z.enum(REVIEW_VERDICTS),
  note: note.meta({ description: 'Needed where it is sent back.' }),
});
export const publishBody = z.strictObject({ version });

const title = z.string().trim().min(1).max(300);
const kind = z.enum(ACTION_KINDS);
const dueOn = calendarDateSchema.meta({ description: 'A day, UTC. Left out: as the severity proposes.' });
export const actionBody = z.strictObject({
  title,
  kind: kind.default('prevent'),
  owner_id: z.uuid().meta({ description: 'A member of the project.' }),
  due_on: dueOn.optional(),
});
export type ActionEntry = z.output<typeof actionBody>;
export const patchActionBody = z
  .strictObject({ title, kind, owner_id: z.uuid(), due_on: dueOn, done: z.boolean() })
  .partial();
export type ActionChange = z.output<typeof patchActionBody>;

const instant = z.iso.datetime();
const actor = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() });

export const actionResponse = z.object({
  id: z.uuid(),
  kind,
  title: z.string(),
  owner_id: z.uuid(),
  owner: z.string(),
  due_on: z.iso.date(),
  done_at: instant.nullable(),
  done_by: actor.nullable(),
  created_at: instant,
});

const answersResponse = z.object({
  gate_reason: z.enum(GATE_REASONS).nullable(),
  gate_reason_text: z.string().nullable(),
  gate_reason_by: actor
    .nullable()
    .meta({ description: 'Who chose it; null: it was proposed from facts, or there is none.' }),
  times_unknown_reason: z.string().nullable(),
  no_actions_reason: z.string().nullable(),
});

export const postmortemResponse = answersResponse.extend({
  id: z.uuid(),
  incident: z.string(),
  state: z.enum(POSTMORTEM_STATES),
  version: z.int(),
  markdown: z.string(),
  due_on: z.iso.date().nullable().meta({ description: 'By when its severity asks for it; null: not asked for.' }),
  sections: z.array(
    z.object({
      key: z.enum(SECTIONS.map((one) => one.key)),
      title: z.string(),
      is_question: z.boolean(),
      is_written: z.boolean(),
    }),
  ),
  unsupported: z
    .array(
      z.object({
        sentence: z.string(),
        section: z.string().nullable(),
        why: z.enum(['no_source', 'source_gone']),
        gone: z.array(z.int()).meta({ description: 'Rows that it cites and that the timeline no longer has.' }),
      }),
    )
    .meta({ description: 'Sentences that block publishing.' }),
  requirements: z
    .array(z.object({ key: z.enum(REQUIREMENTS), is_met: z.boolean(), text: z.string(), missing: z.array(z.string()) }))
    .meta({ description: 'What publishing needs, with what is missing of each.' }),
  problems: z
    .array(z.object({ code: z.string(), message: z.string(), field: z.string().nullable() }))
    .meta({ description: 'All that keeps it from being published; empty: it can be.' }),
  reviews: z.array(
    z.object({
      version: z.int(),
      verdict: z.enum(REVIEW_VERDICTS),
      note: z.string().nullable(),
      by: actor,
      at: instant,
    }),
  ),
  actions: z.array(actionResponse),
  sources: z
    .array(
      z.object({ id: z.int(), at: instant, text: z.string(), path: z.string().nullable(), by: z.string().nullable() }),
    )
    .meta({ description: 'The rows of the timeline that the text cites, oldest first.' }),
  versions: z.array(z.object({ version: z.int(), by: actor, at: instant, merged_from: z.int().nullable() })),
  published: answersResponse.extend({ version: z.int(), at: instant, by: actor, markdown: z.string() }).nullable(),
  created_at: instant,
  updated_at: instant,
});
