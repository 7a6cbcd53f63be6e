import { stringify } from 'yaml';
import type { MonitorKind } from '#server/alerts/domain/monitor-kind.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import type { SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { type MonitorView, readMonitorRow, readMonitors } from '#server/alerts/monitors/read-monitors.ts';
import type { Ctx } from '#server/platform/context.ts';
import { carriedOf, toOpenSlo, whyNoSlo } from './domain/to-openslo.ts';

export type OpenSloExport = {
  /** YAML, a document for each monitor. Empty where none fits. */
  document: string;
  exported: { id: string; name: string }[];
  /** Fields that other tools do not see: they stand in annotations. */
  carried: { monitor: string; path: string; reason: string }[];
  left_out: { id: string; monitor: string; kind: MonitorKind; reason: string }[];
};

/** One monitor, or all of the project, as OpenSLO v1, and what of them it does not say. 404 unknown. */
export async function exportOpenSlo(ctx: Ctx, { monitor }: { monitor?: string }): Promise<OpenSloExport> {
  const rows = monitor === undefined ? await readMonitors(ctx) : [await readMonitorRow(ctx, monitor)];
  const fits = rows.filter(({ kind }) => whyNoSlo(kind) === null).map(sloMonitorOf);
  return {
    document: fits.map((one, i) => stringify(toOpenSlo(one, i + 1))).join('---\n'),
    exported: fits.map(({ id, name }) => ({ id, name })),
    carried: fits.flatMap((one) => carriedOf(one).map((noted) => ({ monitor: one.name, ...noted }))),
    left_out: rows.flatMap(({ id, name, kind }) => {
      const reason = whyNoSlo(kind);
      return reason === null ? [] : [{ id, monitor: name, kind, reason }];
    }),
  };
}

const sloMonitorOf = ({ id, name, kind, severity, enabled, spec }: MonitorView) => ({
  ...{ id, name, severity, enabled },
  ...{ kind: kind as SeriesKind, rule: spec as Rule },
});
