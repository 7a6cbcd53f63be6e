import { extraOf } from '#components/shell/reads/fault.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count } from '#components/ui/format.ts';
import { Mono } from '#components/ui/tags.tsx';

export type Rejected = Outputs['evals']['importItems']['rejected'][number];

/** The lines because of which an import was refused; none where it failed for another reason. */
export function rejectedOf(error: unknown): Rejected[] {
  const { rejected } = extraOf(error);
  return Array.isArray(rejected) ? (rejected as Rejected[]) : [];
}

/** A table of the rejected lines, with what is wrong in each. */
export function RejectedLines({ rejected }: { rejected: Rejected[] }) {
  return (
    <div className="max-h-64 overflow-y-auto rounded-md border">
      <Table label="Rejected lines" dense>
        <THead>
          <Tr>
            <Th num>Line</Th>
            <Th>Item</Th>
            <Th>What is wrong</Th>
          </Tr>
        </THead>
        <TBody>
          {rejected.map((line) => (
            <Tr key={`${line.line} ${line.path} ${line.code}`}>
              <Td num>{count(line.line)}</Td>
              <Td className="max-w-40 truncate">
                <Mono>{line.id ?? '–'}</Mono>
              </Td>
              <Td className="[overflow-wrap:anywhere]">{line.message}</Td>
            </Tr>
          ))}
        </TBody>
      </Table>
    </div>
  );
}
