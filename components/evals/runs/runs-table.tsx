import { Table, TBody, THead, Th, Tr } from '#components/ui/table.tsx';
import { RunRow } from './run-row.tsx';
import type { Run } from './run-words.ts';

/** One row a run; the box in front picks it for a comparison. */
export function RunsTable({ runs }: { runs: Run[] }) {
  return (
    <Table label="Eval runs" stack>
      <THead>
        <Tr>
          <Th>
            <span className="sr-only">Pick</span>
          </Th>
          <Th>Variant</Th>
          <Th>Dataset</Th>
          <Th>State</Th>
          <Th num>Score</Th>
          <Th>By category</Th>
          <Th num>Cost</Th>
          <Th num>P50</Th>
          <Th>Started</Th>
        </Tr>
      </THead>
      <TBody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </TBody>
    </Table>
  );
}
