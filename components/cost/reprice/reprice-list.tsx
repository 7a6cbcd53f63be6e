'use client';

import { to } from '#components/shell/to.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { count, money, percent } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { RepriceBadge } from './reprice-detail.tsx';
import { differenceWords, type RepriceState } from './reprice-words.ts';

/** Who corrected which prices, when and why, and what that changed. */
export function RepriceList({
  project,
  list,
  open,
}: {
  project: string;
  list: readonly RepriceState[];
  open: string | null;
}) {
  return (
    <Panel>
      <PanelHeader
        title="Corrections"
        qualifier="the last 50, the newest first"
        meta={
          open !== null && (
            <ButtonLink size="sm" href={to.reprice(project)}>
              Correct a price
            </ButtonLink>
          )
        }
      />
      <Table label="Corrections" stack>
        <THead>
          <Tr>
            <Th>Model</Th>
            <Th>When, by whom</Th>
            <Th>Why</Th>
            <Th num>Changed</Th>
            <Th num>Before</Th>
            <Th num>After</Th>
            <Th>State</Th>
          </Tr>
        </THead>
        <TBody>
          {list.map((one) => (
            <Tr key={one.id} tall hover selected={one.id === open}>
              <Td head className="font-mono text-12 [overflow-wrap:anywhere]">
                <TextLink href={to.reprice(project, { id: one.id })} scroll={false}>
                  {one.model}
                </TextLink>
              </Td>
              <Td label="When, by whom" sub={one.startedBy}>
                <Time at={one.startedAt} />
              </Td>
              <Td label="Why" unknown={one.reason === null} className="max-w-80 [overflow-wrap:anywhere]">
                {one.reason ?? '–'}
              </Td>
              <Td num label="Changed" sub={`of ${count(one.figures.events)}`}>
                {count(one.figures.changed)}
              </Td>
              <Td num label="Before">
                {money(one.figures.beforeUsd)}
              </Td>
              <Td num label="After" sub={one.figures.changed > 0 ? differenceWords(one.figures) : undefined}>
                {money(one.figures.afterUsd)}
              </Td>
              <Td label="State" sub={one.status === 'running' ? percent(one.progress) : undefined}>
                <RepriceBadge status={one.status} />
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
    </Panel>
  );
}
