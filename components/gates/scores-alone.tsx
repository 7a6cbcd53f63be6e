import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, percent, range, UNKNOWN } from '#components/ui/format.ts';
import type { DatasetDecision } from '#server/gates/domain/decide-dataset.ts';
import { proofOf, worstFirst } from './gate-rows.ts';

/** The scores of a first release, which has no baseline, beside their floors. */
export function ScoresAlone({ decision }: { decision: Pick<DatasetDecision, 'dataset' | 'categories' | 'overall'> }) {
  const { overall } = decision;
  return (
    <Table label={`Scores of the candidate on ${decision.dataset} by category, against their floors`} stack>
      <THead>
        <Tr>
          <Th>Category</Th>
          <Th num>Items</Th>
          <Th num>Unresolved</Th>
          <Th num>Score</Th>
          <Th num>95 % interval</Th>
          <Th num>Floor</Th>
          <Th>Verdict</Th>
        </Tr>
      </THead>
      <TBody>
        {worstFirst(decision.categories).map((row) => (
          <ScoreRow key={row.name} name={row.name} row={row}>
            {row.verdict === 'pass' && row.floor === null ? (
              <span className="text-12 text-muted-foreground">no floor set</span>
            ) : (
              <StatusBadge state={row.verdict} />
            )}
            {row.verdict === 'inconclusive' && <span className="block text-11">{proofOf(row)}</span>}
          </ScoreRow>
        ))}
        {overall && (
          <ScoreRow name="Overall" row={overall}>
            {overall.verdict === null ? (
              <span className="text-12 text-muted-foreground">shown only</span>
            ) : (
              <StatusBadge state={overall.verdict} />
            )}
          </ScoreRow>
        )}
      </TBody>
    </Table>
  );
}

type Row = Pick<DatasetDecision['categories'][number], 'n' | 'candidate' | 'scoreCi95' | 'floor' | 'unresolved'>;

function ScoreRow({ name, row, children }: { name: string; row: Row; children: React.ReactNode }) {
  return (
    <Tr>
      <Td head className="font-strong">
        {name}
      </Td>
      <Td num label="Items">
        {count(row.n)}
      </Td>
      <Td num label="Unresolved">
        {count(row.unresolved.total)}
      </Td>
      <Td num label="Score" className="font-strong">
        {percent(row.candidate)}
      </Td>
      <Td num label="95 % interval">
        {range(row.scoreCi95?.[0], row.scoreCi95?.[1], percent)}
      </Td>
      <Td num label="Floor">
        {row.floor === null ? UNKNOWN : percent(row.floor)}
      </Td>
      <Td label="Verdict">{children}</Td>
    </Tr>
  );
}
