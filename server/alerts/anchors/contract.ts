import { z } from 'zod';

/** Anchors that a project may have: each is scored again every few hours, so more would be scored too seldom. */
export const ANCHORS_MAX = 500;
/** Anchors that one call may send, name or ask for. */
export const AT_ONCE_MAX = 100;

const text = z.string().min(1).max(20_000);
const score = z.number().min(0).max(1);
const prompt = z.string().min(1).max(200);

const given = z.strictObject({
  input: text,
  output: text,
  human: score.meta({ description: 'What people gave, 0 to 1. The judge is never shown it.' }),
  prompt: prompt.nullish().meta({ description: 'Left out: it says something about the judge of every prompt.' }),
});

/** Marks items as anchors: those that are sent, or the newest requests that people scored. */
export const createAnchorsBody = z
  .strictObject({
    anchors: z.array(given).min(1).max(AT_ONCE_MAX).optional(),
    from_feedback: z
      .strictObject({ prompt: prompt.optional(), max: z.int().min(1).max(AT_ONCE_MAX).default(50) })
      .optional()
      .meta({ description: 'Feedback named quality of source human, where input and output are kept.' }),
  })
  .refine((body) => (body.anchors === undefined) !== (body.from_feedback === undefined), {
    path: ['anchors'],
    message: 'Send anchors, or from_feedback.',
  });
export type CreateAnchors = z.output<typeof createAnchorsBody>;

export const anchorsCreatedResponse = z.object({
  added: z.int(),
  known: z.int().meta({ description: 'Requests that are anchors already.' }),
  total: z.int(),
});

export const anchorResponse = z.object({
  id: z.uuid(),
  prompt: z.string().nullable(),
  input: z.string(),
  output: z.string(),
  human: z.number(),
  event_id: z.string().nullable(),
  scores_last_week: z.int(),
  last_score: z.number().nullable(),
  last_scored_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});

export const nextAnchorsQuery = z.strictObject({
  prompt: prompt.optional().meta({ description: 'Anchors of this prompt and those of every prompt; left out: all.' }),
  limit: z.coerce.number().int().min(1).max(AT_ONCE_MAX).default(1),
});

/** Without what people gave: a judge that saw it would agree. */
export const nextAnchorsResponse = z.object({
  data: z.array(z.object({ id: z.uuid(), prompt: z.string().nullable(), input: z.string(), output: z.string() })),
});

export const anchorScoreBody = z.strictObject({
  score,
  judge: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .nullish()
    .meta({ description: 'Name of the judge, its model and version: an alert names the one before and since.' }),
});
export type AnchorScoreBody = z.output<typeof anchorScoreBody>;

export const anchorScoredResponse = z.object({ anchor_id: z.uuid(), at: z.iso.datetime() });

/** The same for our own pages. */
export const takeHumanScoredInput = z.object({
  prompt: prompt.optional(),
  max: z.int().min(1).max(AT_ONCE_MAX).default(50),
});
