import type { ReactNode } from 'react';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, money } from '#components/ui/format.ts';
import { differenceWords, type Figures } from './reprice-words.ts';

/** What a repricing changes, a line each: of a day or of a prompt. */
export function FiguresTable({
  label,
  head,
  rows,
}: {
  label: string;
  head: string;
  rows: readonly { key: string; name: ReactNode; figures: Figures }[];
}) {
  return (
    <Table label={label} stack dense>
      <THead>
        <Tr>
          <Th>{head}</Th>
          <Th num>Requests</Th>
          <Th num>Change</Th>
          <Th num>Before</Th>
          <Th num>After</Th>
          <Th num>Difference</Th>
        </Tr>
      </THead>
      <TBody>
        {rows.map(({ key, name, figures }) => (
          <Tr key={key}>
            <Td head className="[overflow-wrap:anywhere]">
              {name}
            </Td>
            <Td num label="Requests">
              {count(figures.events)}
            </Td>
            <Td num label="Change">
              {count(figures.changed)}
            </Td>
            <Td num label="Before" unknown={isNoneKnown(figures, 'before')}>
              {isNoneKnown(figures, 'before') ? '–' : money(figures.beforeUsd)}
            </Td>
            <Td num label="After" unknown={isNoneKnown(figures, 'after')}>
              {isNoneKnown(figures, 'after') ? '–' : money(figures.afterUsd)}
            </Td>
            <Td num label="Difference">
              {figures.changed === 0 ? '–' : differenceWords(figures)}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

/** Whether every cost that changes is unknown on that side, and no other is known: its sum of 0 is then no cost. */
const isNoneKnown = (figures: Figures, side: 'before' | 'after'): boolean =>
  side === 'before'
    ? figures.beforeUsd === 0 && figures.becameKnown > 0
    : figures.afterUsd === 0 && figures.becameUnknown > 0;
