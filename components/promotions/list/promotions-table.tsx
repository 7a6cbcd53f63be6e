'use client';

import { type PromotionRow, STATUS } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Icon } from '#components/ui/icons/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { EnvironmentBadge, Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';

/** One row per promotion: the variant and its target, the gate's verdict, how many approved it. */
export function PromotionsTable({ label, rows }: { label: string; rows: PromotionRow[] }) {
  return (
    <Table label={label} stack>
      <THead>
        <Tr>
          <Th>Prompt</Th>
          <Th>Status</Th>
          <Th>To</Th>
          <Th>Gate</Th>
          <Th num>Approvals</Th>
          <Th>Requested by</Th>
          <Th>Moved</Th>
        </Tr>
      </THead>
      <TBody>
        {rows.map((row) => (
          <PromotionRowView key={row.id} row={row} />
        ))}
      </TBody>
    </Table>
  );
}

function PromotionRowView({ row }: { row: PromotionRow }) {
  const { project } = useProject();
  const { state, word } = STATUS[row.status];
  return (
    <Tr tall>
      <Td
        head
        sub={modelText(row) ?? 'no model named'}
        className="max-w-80 py-1 [overflow-wrap:anywhere] phone:max-w-none"
      >
        <TextLink href={to.promotion(project.name, row.id)} data-row={row.id} className="font-strong">
          <Mono>{row.prompt}</Mono> {row.version}
        </TextLink>
      </Td>
      <Td label="Status">
        <StatusBadge state={state}>{word}</StatusBadge>
      </Td>
      <Td label="To">
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <span className="text-12 text-muted-foreground">{row.from}</span>
          <Icon name="arrow-right" size={12} />
          <EnvironmentBadge name={row.to} />
        </span>
      </Td>
      <Td label="Gate">
        {row.verdict ? (
          <StatusBadge state={row.verdict} plain />
        ) : (
          <span className="text-12 text-muted-foreground">not decided</span>
        )}
      </Td>
      <Td num label="Approvals">
        {row.approvals.given} of {Math.max(row.approvals.given, row.approvals.required)}
      </Td>
      <Td label="Requested by" sub={<Time at={row.requestedAt} />} className="max-w-48 phone:max-w-none">
        <span className="block truncate" title={row.requestedBy.name}>
          {row.requestedBy.name}
        </span>
      </Td>
      <Td label="Moved">
        <Time at={row.updatedAt} />
      </Td>
    </Tr>
  );
}
