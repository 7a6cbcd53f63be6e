import { type ChangeEntry, readChanges } from '#server/audit/read-changes.ts';
import { readRuns } from '#server/evals/runs/read-runs.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { type PromotionsForOverview, readPromotionsForOverview } from '#server/promotions/reads/read-for-overview.ts';
import { type OverviewTiles, readOverviewTiles } from '#server/telemetry/query/read-overview-tiles.ts';
import { readReviewsDue, readSilencesEnding, type SilenceEnding } from './read-now.ts';
import { type Retirement, readRetirements } from './read-retirements.ts';

/** Most changes that the page shows; the charts have the others. */
const CHANGES_MAX = 30;

export type Overview = {
  tiles: OverviewTiles;
  promotions: PromotionsForOverview;
  /** Eval runs that are queued or running. */
  runs: Awaited<ReturnType<typeof readRuns>>['data'];
  /** Newest first, of the last 24 h. */
  changes: ChangeEntry[];
  /** Models that serve and retire, soonest first. */
  retirements: Retirement[];
  /** Silences that run, those that end first first. */
  silences: SilenceEnding[];
  /** Post-mortems that are due, and action items of this person. */
  due: Awaited<ReturnType<typeof readReviewsDue>>;
};

/**
 * The first page in one read: production's last 24 hours, what waits for this person, running eval runs, recent
 * changes, retirements.
 */
export async function readOverview(ctx: Ctx): Promise<Overview> {
  const now = ctx.clock.now();
  const [tiles, promotions, queued, running, changes, retirements, silences, due] = await Promise.all([
    readOverviewTiles(ctx, { environment: DEFAULT_ENVIRONMENT }),
    readPromotionsForOverview(ctx),
    readRuns(ctx, { status: 'queued', limit: 10 }),
    readRuns(ctx, { status: 'running', limit: 10 }),
    readChanges(ctx, { from: new Date(now.getTime() - DAY_MS), to: new Date(now.getTime() + 1), limit: CHANGES_MAX }),
    readRetirements(ctx),
    readSilencesEnding(ctx),
    readReviewsDue(ctx),
  ]);
  return { tiles, promotions, runs: [...running.data, ...queued.data], changes, retirements, silences, due };
}
