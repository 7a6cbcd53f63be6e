/** Points `[minute, value]`, joined by straight lines; before the first and after the last the value is that of the end. */
export type Curve = readonly (readonly [minute: number, value: number])[];

/** What is wrong with a provider's answers, each by the minute since the start of the scenario. */
export type Fault = {
  /** Share of requests that fail beside those that always do. */
  errors?: Curve;
  /** How many times as long answers take. */
  slower?: Curve;
  /** Share of users whose answers are worse, and by how much their score (0..1) is lower. */
  spoiled?: { share: Curve; damage: number; isSticky: boolean };
  /** How many times as many input tokens, and the share of the input that is read from the cache. */
  tokensIn?: Curve;
  cached?: Curve;
  /** Share of answers that users rate with a thumb up. */
  thumbs?: Curve;
  /** Share of requests whose input instructs the model and is answered. */
  injected?: Curve;
};

/** Requests of one prompt; `isHit`: the fault is in its model. */
export type Lane = { prompt: string; provider: string; model: string; share: number; isHit: boolean };

/** What the operator published, as far as it can be compared with a post-mortem. Times in minutes since the start. */
export type Published = {
  /** Null where the report has no such time. */
  impactStart: number | null;
  mitigated: number | null;
  resolved: number | null;
  /** Highest share of failed requests, 0..1. */
  peakErrorShare: number | null;
  /** What was changed before it, in words that a trigger or suspect holds. */
  trigger: string | null;
};

/** Who can end it: callers that move to a fallback, a version that is rolled back, a key that is revoked. */
export type Defence = 'fallback' | 'roll back' | 'revoke the key' | 'none';

type Told = {
  name: string;
  what: string;
  source: string;
  /** As it was published. */
  published: readonly string[];
  /** Each figure that was not published, and why it is this one. */
  assumed: readonly string[];
  /** What no monitor of Switchyard sees of it. */
  unseen: string;
};

/** A fault in traffic: monitors have to find it. */
export type TrafficScenario = Told & {
  kind: 'traffic';
  /** RFC 3339, UTC: minute 0. */
  start: string;
  minutes: number;
  /** Minutes between two looks at it in the replay. */
  everyMin: number;
  /** The minutes that the replay plays; left out: all. */
  playedFrom?: number;
  playedUntil?: number;
  /** The part of it that is replayed on a running product, in scaled minutes; left out: all. */
  liveFrom?: number;
  liveUntil?: number;
  /** Where its prompts serve on a running product; left out: production. */
  environment?: string;
  /** Moments that a time is told from, where the start alone says little. */
  marks?: readonly { name: string; at: number }[];
  lanes: readonly Lane[];
  fault: Fault;
  defence: Defence;
  facts: Published;
};

/** A change that should not have served: the way to production has to stop it. */
export type ReleaseScenario = Told & {
  kind: 'release';
  /** `unreviewed`: nobody else looks at it; else a version that is worse by so many points. */
  change: { is: 'unreviewed' } | { is: 'worse'; settingsOnly: boolean; points: number; items: readonly number[] };
};

export type Scenario = TrafficScenario | ReleaseScenario;

/** The value of a curve. */
export function valueAt(curve: Curve, minute: number): number {
  const next = curve.findIndex(([at]) => at > minute);
  if (next === -1) return curve.at(-1)?.[1] ?? 0;
  const [to, from] = [curve[next], curve[Math.max(0, next - 1)]];
  if (to === undefined || from === undefined || to === from) return to?.[1] ?? 0;
  return from[1] + ((minute - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
}

/** Minutes from hours, days and minutes. */
export const min = ({
  days = 0,
  hours = 0,
  minutes = 0,
}: {
  days?: number;
  hours?: number;
  minutes?: number;
}): number => (days * 24 + hours) * 60 + minutes;

/** One prompt on one model, all of whose requests are hit. */
export const oneLane = (provider: string, model: string, prompt = 'replay/answer'): Lane[] => [
  { prompt, provider, model, share: 1, isHit: true },
];

/** The source of a scenario, what it published, what is assumed beside, and what is not seen of it: a line each. */
export const told = ({ source, published, assumed, unseen }: Told): string[] => [
  `  source: ${source}`,
  ...published.map((line) => `  published: ${line}`),
  ...assumed.map((line) => `  assumed: ${line}`),
  `  not seen: ${unseen}`,
];
