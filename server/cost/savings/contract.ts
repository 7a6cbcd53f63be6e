import { z } from 'zod';
import { CHANGE_KINDS } from '#server/cost/domain/experiment-change.ts';
import {
  COMPLEXITIES,
  type Experiment,
  RISKS,
  SAVINGS_BASES,
  SAVINGS_STATUSES,
  TECHNIQUE_NAMES,
} from '#server/cost/domain/savings.ts';
import { SUBSET_VERDICTS } from '#server/cost/domain/smaller-model.ts';
import { MARGIN_KINDS } from '#server/evals/domain/margin.ts';

const dollars = z.number();
const interval = z.tuple([dollars, dollars]).nullable();
const figure = z.number().nullable();

const subject = z.object({
  prompt: z.string(),
  version: z.int().nullable(),
  model: z.string().nullable(),
  other: z.string().nullable().meta({ description: 'The model or version that it is compared with.' }),
});

const experiment = z
  .object({
    kind: z.enum(['edit_version', 'compare_runs', 'promote', 'evals'] satisfies Experiment['kind'][]),
    prompt: z.string().optional(),
    version: z.int().optional(),
    change: z
      .object({
        kind: z.enum(CHANGE_KINDS),
        section: z.int().optional(),
        tokens: z.int().optional(),
        model: z.string().optional(),
        where: z.string().optional(),
      })
      .optional()
      .meta({ description: 'What the version of the experiment changes; the editor opens with it made.' }),
    candidate: z.string().optional(),
    baseline: z.string().optional(),
  })
  .nullable()
  .meta({ description: 'Where the experiment begins: a version to edit or to promote, or two runs to compare.' });

const opportunity = z.object({
  subject,
  summary: z.string(),
  basis: z.enum(SAVINGS_BASES),
  requests: z.int().meta({ description: 'Of the window; 0: the amount is of the recorded pairs alone.' }),
  pairs: z.int().nullable(),
  saved_usd: dollars,
  ci95: interval,
  lines: z.array(
    z.object({
      what: z.string(),
      quantity: figure,
      price: z.object({ usd: dollars, per: z.int() }).nullable(),
      usd: dollars,
    }),
  ),
  quality: z.union([
    z.enum(['unchanged', 'not_measured']),
    z.object({ difference: z.number(), ci95: z.tuple([z.number(), z.number()]), n: z.int() }),
  ]),
  margin: figure.meta({ description: 'Of "not worse": that of the gate policy of the prompt.' }),
  margin_kind: z.enum(MARGIN_KINDS).nullable(),
  recommended: z.boolean(),
  notes: z.array(z.string()),
  experiment,
  runs: z.object({ candidate: z.string(), baseline: z.string() }).optional(),
  replays: z
    .array(
      z.object({
        ttl: z.enum(['5m', '1h']),
        requests: z.int(),
        hits: z.int(),
        too_short: z.int(),
        tokens_read: z.number(),
        tokens_written: z.number(),
        saved_usd: dollars.nullable().meta({ description: 'Null: no row prices a cache write for that time.' }),
      }),
    )
    .optional(),
  order: z
    .object({
      breaks_at: z.string(),
      order: z.array(z.string()),
      cacheable_tokens: z.object({ now: z.number(), reordered: z.number() }),
    })
    .optional(),
  sections: z.array(z.object({ name: z.string(), tokens: z.int(), saved_usd: dollars })).optional(),
  categories: z
    .array(
      z.object({
        category: z.string(),
        n: z.int(),
        small_only: z.int(),
        large_only: z.int(),
        difference: z.number(),
        ci95: z.tuple([figure, figure]),
        verdict: z.enum(SUBSET_VERDICTS),
        saved_usd: dollars,
      }),
    )
    .optional(),
  curve: z
    .array(
      z.object({
        threshold: z.number(),
        routed_share: z.number(),
        quality_difference: z.number(),
        saved_usd: dollars,
      }),
    )
    .optional(),
});

const refused = z.object({
  code: z.string(),
  subject: subject.nullable(),
  found: z.number(),
  needed: z.number(),
  reason: z.string(),
  experiment,
});

const card = z.object({
  technique: z.enum(TECHNIQUE_NAMES),
  complexity: z.enum(COMPLEXITIES),
  risk: z.enum(RISKS),
  found: z.array(opportunity),
  refused: z.array(refused),
});

/** Response of `GET` and `POST /api/v1/cost/savings`. */
export const savingsResponse = z.object({
  status: z.enum(SAVINGS_STATUSES),
  progress: z.number(),
  error: z.string().nullable(),
  requested_at: z.iso.datetime().nullable(),
  computed_at: z.iso.datetime().nullable(),
  took_ms: z.int().nullable(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  requests: z.int().nullable(),
  replayed_requests: z.int().nullable(),
  seed: z.int().nullable().meta({ description: 'Draws the half of the pairs that a routing threshold is chosen on.' }),
  cards: z.array(card),
  caches: z.array(
    z.object({
      prompt: z.string().nullable(),
      model: z.string(),
      requests: z.int(),
      unknown_requests: z.int(),
      hit_requests: z.int(),
      tokens_in: z.number(),
      tokens_cached: z.number(),
      tokens_cache_write: z.number(),
      cached_share: figure,
      saved_usd: dollars.nullable(),
    }),
  ),
});
