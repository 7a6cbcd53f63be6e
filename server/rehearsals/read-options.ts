import { and, eq, inArray } from 'drizzle-orm';
import { evalRun } from '#db/schema/evals.ts';
import { promotion } from '#db/schema/promotions.ts';
import type { Scorers } from '#server/evals/contract.ts';
import type { GateDecision } from '#server/gates/domain/decide-gate.ts';
import type { Verdict } from '#server/gates/domain/verdict.ts';
import { evaluateGate } from '#server/gates/evaluate-gate.ts';
import type { GatePolicy } from '#server/gates/read-policy.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { type Environment, readEnvironments } from '#server/projects/read-environments.ts';
import { OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import { resolveVariant } from '#server/prompts/variant.ts';
import { candidatesOf } from './domain/candidates.ts';
import { type MissingRun, missingRuns } from './domain/missing-runs.ts';
import { bestOf, type OpenPromotion, type OptionState, stateOf } from './domain/readiness.ts';
import { type CandidateVersion, type CandidateVersions, readCandidates } from './read-candidates.ts';
import type { AffectedPlace, LeavingModel, Replacement } from './read-leaving.ts';

/** A prompt in an environment with one replacement: its best candidate and the verdict that the gate gives now. */
export type Option = {
  replacement: Replacement;
  state: OptionState;
  /** Version of the best candidate, and whether its own settings name the replacement. */
  version: number;
  namesIt: boolean;
  decision: GateDecision;
  /** The verdicts on the other versions with runs by the replacement. */
  others: { version: number; verdict: Verdict }[];
  /** What has to be imported before the gate can compare. */
  missing: MissingRun[];
};

/** A place that must move, with its options: one for each replacement that is not refused. */
export type PlaceOptions = {
  place: AffectedPlace;
  /** The environment to the left, which a promotion comes from; null for the first. */
  from: string | null;
  requiredApprovals: number;
  /** The open promotion of the prompt to the environment, onto whichever model. */
  inTheWay: OpenPromotion | null;
  options: Option[];
};

/** Places that a rehearsal computes: the first, by prompt and environment. */
export const PLACES_MAX = 50;

/**
 * Each place with its options. Nothing is stored. Reads the candidates' versions and open promotions at once, then what
 * each gate compares: at most three candidates a place and replacement, and one where the replacement has no run.
 */
export async function readOptions(ctx: Ctx, leaving: LeavingModel): Promise<PlaceOptions[]> {
  const places = leaving.places.slice(0, PLACES_MAX);
  const replacements = leaving.replacements.filter(({ refusal }) => refusal === null);
  const [versions, environments, open] = await Promise.all([
    readCandidates(ctx, places, replacements),
    readEnvironments(ctx),
    readOpen(ctx, places),
  ]);
  const found: PlaceOptions[] = [];
  for (const place of places) {
    const at = environments.findIndex(({ name }) => name === place.environment);
    const environment = environments[at];
    if (environment === undefined) continue;
    const inTheWay = open.get(placeKey(place.promptId, environment.id)) ?? null;
    const options: Option[] = [];
    for (const replacement of replacements) {
      const option = await optionOf(ctx, { place, environment, replacement, versions, inTheWay });
      if (option !== null) options.push(option);
    }
    const { requiredApprovals } = environment;
    found.push({ place, from: environments[at - 1]?.name ?? null, requiredApprovals, inTheWay, options });
  }
  return found;
}

type Question = {
  place: AffectedPlace;
  environment: Environment;
  replacement: Replacement;
  versions: CandidateVersions;
  inTheWay: OpenPromotion | null;
};

async function optionOf(ctx: Ctx, question: Question): Promise<Option | null> {
  const { place, replacement, versions, inTheWay } = question;
  const { promptId, version: serving } = place;
  const naming = versions.naming(promptId, replacement);
  const numbers = candidatesOf({ serving, naming, measured: versions.measured(promptId, replacement) });
  const candidates: Candidate[] = [];
  for (const number of numbers) {
    const version = versions.versionOf(promptId, number);
    if (version !== null) candidates.push({ version: number, ...(await decisionOf(ctx, question, version)) });
  }
  const [first, ...more] = candidates;
  if (first === undefined) return null;
  const best = bestOf<Candidate>([first, ...more]);
  const isOpen = inTheWay !== null && inTheWay.model === modelText(replacement.to);
  return {
    replacement,
    state: stateOf(best.decision, isOpen),
    version: best.version,
    namesIt: naming.includes(best.version),
    decision: best.decision,
    others: candidates
      .filter((candidate) => candidate !== best)
      .map(({ version, decision }) => ({ version, verdict: decision.verdict })),
    missing: await missingOf(ctx, question, best),
  };
}

type Candidate = { version: number; decision: GateDecision; policy: GatePolicy };

/** The runs that the gate of a candidate lacks. One read by primary key, of the runs that the others are compared with. */
async function missingOf(
  ctx: ReadCtx,
  { place, replacement }: Question,
  { version, decision: { datasets, note }, policy }: Candidate,
): Promise<MissingRun[]> {
  const lacking = datasets.filter(({ candidateRun, baselineRun }) => candidateRun === null || baselineRun === null);
  if (note === 'identical' || (datasets.length > 0 && lacking.length === 0)) return [];
  const others = lacking.flatMap(({ candidateRun, baselineRun }) => (candidateRun ?? baselineRun)?.run ?? []);
  const scorers = await readScorers(ctx, others);
  return missingRuns(lacking, {
    candidate: { version, model: replacement.name },
    serving: { version: place.version, model: modelText(place) },
    ofPolicy: policy.scorers,
    scorersOf: (run) => scorers.get(run) ?? null,
  });
}

async function readScorers(ctx: ReadCtx, runs: readonly string[]): Promise<Map<string, Scorers>> {
  if (runs.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: evalRun.id, scorers: evalRun.scorers })
    .from(evalRun)
    .where(and(eq(evalRun.projectId, ctx.project.id), inArray(evalRun.id, [...runs])));
  // Only scorers that passed their schema are written.
  return new Map(rows.map(({ id, scorers }) => [id, scorers as Scorers]));
}

/** The gate of a version with the replacement, against what serves there now. */
async function decisionOf(
  ctx: Ctx,
  { place, environment, replacement }: Question,
  version: CandidateVersion,
): Promise<Omit<Candidate, 'version'>> {
  const variant = await resolveVariant(ctx, version, replacement.name);
  const question = { prompt: { id: place.promptId }, version, environment, variant };
  const { decision, policy } = await evaluateGate(ctx, question);
  return { decision, policy };
}

const placeKey = (promptId: string, environmentId: string): string => `${promptId} ${environmentId}`;

/** The open promotions of the places' prompts. At most one a prompt and environment, by the unique index of open ones. */
async function readOpen(ctx: ReadCtx, places: readonly AffectedPlace[]): Promise<Map<string, OpenPromotion>> {
  if (places.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      id: promotion.id,
      promptId: promotion.promptId,
      environmentId: promotion.environmentId,
      status: promotion.status,
      version: promotion.version,
      provider: promotion.provider,
      model: promotion.model,
    })
    .from(promotion)
    .where(
      and(
        eq(promotion.projectId, ctx.project.id),
        inArray(promotion.promptId, [...new Set(places.map(({ promptId }) => promptId))]),
        inArray(promotion.status, [...OPEN_STATUSES]),
      ),
    );
  return new Map(
    rows.map(({ promptId, environmentId, provider, model, ...row }) => [
      placeKey(promptId, environmentId),
      { ...row, model: modelText({ provider, model }) },
    ]),
  );
}
