import { duration } from '#components/ui/format.ts';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';

export type HeadlineFacts = {
  latestVersion: number | null;
  /** The version that an open promotion is about to bring to the last environment. */
  inReview?: number | null;
  /** Environments left to right; the last is what users meet. */
  lanes: { environment: string; protected: boolean; serving: { version: number; since: Date } | null }[];
};

/** `Version 13 serves production since 11 Nov`; within a day, for how long it has. */
function servesWords(version: number, environment: string, since: Date, now: number): string {
  const age = now - since.getTime();
  if (age < MINUTE_MS) return `Version ${version} now serves ${environment}`;
  if (age >= DAY_MS) return `Version ${version} serves ${environment} since ${calendarDay(since, now)}`;
  const unit = age < HOUR_MS ? MINUTE_MS : HOUR_MS;
  return `Version ${version} has served ${environment} for ${duration(Math.floor(age / unit) * unit)}`;
}

/** The headline of a prompt's page: what serves the last environment, and what is newer. */
export function promptHeadline({ latestVersion, lanes, inReview = null }: HeadlineFacts, now: number): string {
  if (latestVersion === null) return 'No version yet: write the first one in the editor.';
  const last = lanes.at(-1);
  if (last?.serving) {
    const { version, since } = last.serving;
    return `${servesWords(version, last.environment, since, now)}; ${newerWords(version, latestVersion, inReview)}.`;
  }
  if (last && inReview !== null) return `Nothing serves ${last.environment} yet; version ${inReview} is in review.`;
  const serving = lanes.toReversed().find((lane) => lane.serving !== null);
  if (serving?.serving && last)
    return `Nothing serves ${last.environment} yet; version ${serving.serving.version} serves ${serving.environment}.`;
  const open = lanes.find((lane) => !lane.protected);
  const next = open
    ? `deploy version ${latestVersion} to ${open.environment}`
    : `request a promotion of version ${latestVersion}`;
  return `Nothing is deployed yet: ${next}.`;
}

function newerWords(version: number, latest: number, inReview: number | null): string {
  if (inReview !== null) return `version ${inReview} is in review`;
  if (latest <= version) return 'it is the newest';
  if (latest === version + 1) return `version ${latest} is newer and not promoted`;
  return `versions ${version + 1} to ${latest} are newer and not promoted`;
}
