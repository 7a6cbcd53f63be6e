import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import type { DatasetDecision } from '#server/gates/domain/decide-dataset.ts';
import { type LimitLine, limitLines, type SideFigures } from './limit-rows.ts';

/** Absolute floors, cost and latency: the limit, what was measured on both sides, and the verdict. */
export function LimitsPanel({
  decision,
  figures,
  several,
}: {
  decision: DatasetDecision;
  figures: { baseline: SideFigures | null; candidate: SideFigures | null };
  /** Whether there is more than one golden set, so that the title names this one. */
  several: boolean;
}) {
  const lines = limitLines(decision, figures);
  if (lines.length === 0) return null;
  const withBaseline = decision.baselineRun !== null;
  const hide = withBaseline ? 'phone:hidden' : 'hidden';
  return (
    <Panel>
      <PanelHeader
        title={several ? `Floors and limits on ${decision.dataset}` : 'Floors and limits'}
        meta={summary(lines)}
      />
      <Table label={`Floors and limits on ${decision.dataset}`}>
        <THead>
          <Tr>
            <Th>Measure</Th>
            <Th num>Limit</Th>
            <Th num className={hide}>
              Baseline
            </Th>
            <Th num>Candidate</Th>
            <Th num className={hide}>
              Change
            </Th>
            <Th>Verdict</Th>
          </Tr>
        </THead>
        <TBody>
          {lines.map((line) => (
            <Tr key={line.key}>
              <Td>{line.measure}</Td>
              <Td num>{line.limit}</Td>
              <Td num className={hide}>
                {line.baseline}
              </Td>
              <Td num className="font-strong">
                {line.candidate}
              </Td>
              <Td num className={hide}>
                {line.change}
              </Td>
              <Td>
                {line.verdict ? (
                  <StatusBadge state={line.verdict} />
                ) : (
                  <span className="text-12 whitespace-nowrap text-muted-foreground">no limit set</span>
                )}
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
    </Panel>
  );
}

/** `1 of 5 fails`, `none fails` */
function summary(lines: LimitLine[]): string {
  const set = lines.filter(({ verdict }) => verdict !== null);
  const failing = set.filter(({ verdict }) => verdict === 'fail').length;
  const open = set.filter(({ verdict }) => verdict === 'inconclusive').length;
  if (failing > 0) return `${failing} of ${set.length} ${failing === 1 ? 'fails' : 'fail'}`;
  return open > 0 ? `${open} of ${set.length} undecided` : `${plural(set.length, 'limit holds', 'limits hold')}`;
}
