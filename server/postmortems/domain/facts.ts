import type { Impact } from '#server/incidents/domain/impact.ts';
import type { Detector, EntryKind, EntrySource } from '#server/incidents/domain/incident.ts';
import type { IncidentTimes, TimeField } from '#server/incidents/domain/times.ts';

/** A row of the incident's timeline. Times in ms since 1970. */
export type TimelineRow = {
  id: number;
  at: number;
  source: EntrySource;
  kind: EntryKind;
  /** Who did it; null: no person. */
  by: string | null;
  text: string;
  dedupeKey: string;
};

/** One golden set as the gate evaluated it. */
export type GateSet = {
  dataset: string;
  items: number;
  categories: { name: string; n: number; verdict: string; mayHide: number | null }[];
};

/** What the gate knew of the release that served when the impact began. */
export type GateFacts =
  | { kind: 'no_prompt' }
  | { kind: 'nothing_served' }
  /** It was deployed without a promotion. */
  | { kind: 'direct'; title: string; at: number; path: string }
  /** A promotion that no gate decided on. */
  | { kind: 'no_verdict'; title: string; at: number; path: string }
  | {
      kind: 'verdict';
      title: string;
      at: number;
      path: string;
      verdict: string;
      note: string | null;
      /** As the policy of the prompt says it: `2 % of the score before`. */
      margin: string;
      sets: GateSet[];
      findings: string[];
      /** The approver who passed it despite of its verdict. */
      overriddenBy: string | null;
    };

/** What a draft is made from: what the incident, its alerts and the gate know. */
export type Facts = {
  name: string;
  title: string;
  detector: Detector;
  detectedBy: string | null;
  times: IncidentTimes;
  /** How each time came about; a person's with the reason. */
  timeFrom: Partial<Record<TimeField, { source: 'machine' | 'person'; by: string; reason: string | null }>>;
  trigger: { at: number; kind: string; title: string } | null;
  /** Keys of `dedupeKey` of the alerts that fired, oldest first, with their severity. */
  alerts: { key: string; severity: string }[];
  isMitigatedByMachine: boolean;
  impact: (Impact & { from: number; to: number; users: number | null; failedUsers: number | null; at: number }) | null;
  before: { name: string; title: string }[];
  gate: GateFacts;
};
