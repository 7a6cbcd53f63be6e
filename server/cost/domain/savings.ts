import type { Margin } from '#server/evals/domain/margin.ts';
import type { Refusal } from './arithmetic.ts';
import type { Change } from './experiment-change.ts';
import type { SubsetVerdict } from './smaller-model.ts';

/** The state of a report; `none`: no report was requested yet. */
export const SAVINGS_STATUSES = ['none', 'queued', 'running', 'done', 'failed'] as const;
export type SavingsStatus = (typeof SAVINGS_STATUSES)[number];

/** `measured`: on both sides by requests; `replayed`: of recorded requests; `paired`: of runs over the same items. */
export const SAVINGS_BASES = ['measured', 'replayed', 'paired'] as const;

/** How much work a technique is, and how much it endangers the quality of answers. */
export const COMPLEXITIES = ['low', 'medium', 'high'] as const;
export const RISKS = ['none', ...COMPLEXITIES] as const;
type Words = { complexity: (typeof COMPLEXITIES)[number]; risk: (typeof RISKS)[number] };

/** The techniques in the order of their risk, with their words. */
export const TECHNIQUES = {
  prefix_caching: { complexity: 'low', risk: 'none' },
  output_compression: { complexity: 'low', risk: 'low' },
  shorter_system_prompt: { complexity: 'low', risk: 'medium' },
  smaller_model: { complexity: 'medium', risk: 'medium' },
  tiered_routing: { complexity: 'high', risk: 'medium' },
} as const satisfies Record<string, Words>;
export type Technique = keyof typeof TECHNIQUES;
export const TECHNIQUE_NAMES = Object.keys(TECHNIQUES) as Technique[];

/** Days of traffic that a report is computed from: about a month, so that nothing is extrapolated. */
export const WINDOW_DAYS = 30;

/** Requests that are replayed at most, the newest. */
export const REPLAYED_MAX = 1_000_000;

/** Draws the half of the pairs that a rule is chosen on; stored in the report, so that its amounts can be computed again. */
export const SPLIT_SEED = 1;

/** A line of the arithmetic in US dollars; `price` is for `per` units. */
export type SavingsLine = {
  what: string;
  quantity: number | null;
  price: { usd: number; per: number } | null;
  usd: number;
};

export type SavingsQuality =
  | 'unchanged'
  | 'not_measured'
  | { difference: number; low: number; high: number; n: number };

/** What a saving is about; `other` is the model or version that it is compared with. */
export type Subject = { prompt: string; version: number | null; model: string | null; other: string | null };

/** Where the experiment begins: a page or form that exists. */
export type Experiment =
  /** Opens the editor with the change made. */
  | { kind: 'edit_version'; prompt: string; version: number; change?: Change }
  | { kind: 'compare_runs'; candidate: string; baseline: string }
  | { kind: 'promote'; prompt: string; version: number }
  /** Where golden sets and runs are. */
  | { kind: 'evals' };

export type ReplayRow = {
  ttl: '5m' | '1h';
  requests: number;
  hits: number;
  tooShort: number;
  tokensRead: number;
  tokensWritten: number;
  /** Null where the price of a write for that time is unknown. */
  savedUsd: number | null;
};
export type OrderFinding = {
  breaksAt: string;
  order: string[];
  cacheableTokens: { now: number; reordered: number };
};
export type SectionRow = { name: string; tokens: number; savedUsd: number };
export type CategoryRow = {
  category: string;
  n: number;
  smallOnly: number;
  largeOnly: number;
  difference: number;
  low: number | null;
  high: number | null;
  verdict: SubsetVerdict;
  savedUsd: number;
};
export type CurveRow = { threshold: number; routedShare: number; qualityDifference: number; savedUsd: number };

export type Opportunity = {
  subject: Subject;
  /** One sentence: what is done on what traffic. */
  summary: string;
  basis: (typeof SAVINGS_BASES)[number];
  /** Requests of the window that it is for; 0: the amount is of the recorded pairs alone. */
  requests: number;
  pairs: number | null;
  savedUsd: number;
  /** 95 %; null where the data is too little for one. */
  ci95: [low: number, high: number] | null;
  lines: SavingsLine[];
  quality: SavingsQuality;
  /** The margin of "not worse": that of the prompt's gate policy. Left out where quality was not compared. */
  margin?: Margin;
  /** False where quality may be worse than the margin allows, or where it is unknown. */
  recommended: boolean;
  notes: string[];
  experiment: Experiment | null;
  /** The runs that quality was compared on. */
  runs?: { candidate: string; baseline: string };
  replays?: ReplayRow[];
  order?: OrderFinding;
  sections?: SectionRow[];
  categories?: CategoryRow[];
  curve?: CurveRow[];
};

export type RefusedSaving = {
  refused: Refusal['refused'];
  subject: Subject | null;
  found: number;
  needed: number;
  /** A sentence for people: what is missing, and what would change it. */
  reason: string;
  experiment: Experiment | null;
};

export type Finding = { found: Opportunity } | { refused: RefusedSaving };

/** What caches did, as measured: of one prompt and model, all versions. */
export type CachedShare = {
  prompt: string | null;
  model: string;
  requests: number;
  /** Requests that did not say how many tokens were cached. */
  unknown: number;
  /** Requests that read at least one token from a cache. */
  hits: number;
  tokensIn: number;
  tokensCached: number;
  tokensWritten: number;
  /** Negative where writing cost more than reading saved; null where the price is unknown. */
  savedUsd: number | null;
};

export type SavingsCard = Words & { technique: Technique; found: Opportunity[]; refused: RefusedSaving[] };

export type SavingsReport = {
  /** `[from, to)`, ISO. */
  from: string;
  to: string;
  requests: number;
  /** The newest requests that prefix caches were replayed over. */
  replayed: number;
  /** The seed of {@link SPLIT_SEED}; a report from before it was stored has none. */
  seed?: number;
  cards: SavingsCard[];
  caches: CachedShare[];
};

/** The card of a technique: the largest saving first, then what was refused. */
export function cardOf(technique: Technique, findings: readonly Finding[]): SavingsCard {
  const found = findings.flatMap((finding) => ('found' in finding ? [finding.found] : []));
  const refused = findings.flatMap((finding) => ('refused' in finding ? [finding.refused] : []));
  return {
    technique,
    ...TECHNIQUES[technique],
    found: found.toSorted((a, b) => Number(b.recommended) - Number(a.recommended) || b.savedUsd - a.savedUsd),
    refused: refused.slice(0, REFUSED_MAX),
  };
}

/** Most refusals of one technique in a report. */
const REFUSED_MAX = 20;
