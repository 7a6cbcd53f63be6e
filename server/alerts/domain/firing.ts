import type { AlertSource, AlertVerdict, Severity } from './alert.ts';

/** What fires: a series of a monitor, an event of ours, or an alert from outside. */
export type Firing = {
  /** Null: it came from outside. */
  monitorId: string | null;
  monitorVersion: number | null;
  source: AlertSource;
  /** At most one alert of a fingerprint is open. */
  fingerprint: string;
  kind: string;
  severity: Severity;
  title: string;
  labels: Record<string, string>;
  prompt: string | null;
  environment: string | null;
  model: string | null;
  evidence: Record<string, unknown>;
  /** The first bad minute, where one was found. */
  impactStart: Date | null;
  at: Date;
  verdict?: AlertVerdict;
  /** What the verdict was decided from. */
  verdictEvidence?: Record<string, unknown> | null;
};
