'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import type { IconName } from '#components/ui/icons/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { EnvironmentBadge, Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';

type Row = Outputs['prompts']['history']['data'][number];

const KINDS: Record<Row['kind'], { icon: IconName; words: string; tone: 'neutral' | 'fail' | 'stale' }> = {
  direct: { icon: 'deployment', words: 'Direct', tone: 'neutral' },
  promotion: { icon: 'promotion', words: 'Promotion', tone: 'neutral' },
  rollback: { icon: 'roll-back', words: 'Roll back', tone: 'fail' },
  imported: { icon: 'clock', words: 'Imported', tone: 'stale' },
};

/** One row per deployment: when, where, what, how, by whom. */
export function HistoryTable({ name, rows }: { name: string; rows: Row[] }) {
  const { project } = useProject();
  return (
    <Table label="Deployments" stack>
      <THead>
        <Tr>
          <Th>Since</Th>
          <Th>Environment</Th>
          <Th>Version</Th>
          <Th>Model</Th>
          <Th>How</Th>
          <Th>By</Th>
        </Tr>
      </THead>
      <TBody>
        {rows.map((row) => {
          const { icon, words, tone } = KINDS[row.kind];
          return (
            <Tr key={row.id}>
              <Td head>
                <Time at={row.since} style="at" />
              </Td>
              <Td label="Environment">
                <span className="inline-flex flex-wrap items-center justify-end gap-1.5">
                  <EnvironmentBadge name={row.environment} />
                  {row.serves && <span className="text-12 text-muted-foreground">serves now</span>}
                </span>
              </Td>
              <Td label="Version">
                <TextLink
                  href={to.prompt(project.name, name, { tab: 'editor', version: row.version })}
                  className="font-strong"
                >
                  <Mono>{row.version}</Mono>
                </TextLink>
              </Td>
              <Td label="Model" className="max-w-60 [overflow-wrap:anywhere]">
                <Mono>{modelText(row) ?? '–'}</Mono>
              </Td>
              <Td label="How">
                <span className="inline-flex flex-wrap items-center justify-end gap-2">
                  <Badge icon={icon} tone={tone} plain>
                    {words}
                  </Badge>
                  {row.promotionId && (
                    <TextLink href={to.promotion(project.name, row.promotionId)} className="text-12">
                      its promotion
                    </TextLink>
                  )}
                </span>
              </Td>
              <Td label="By" className="max-w-48 truncate" title={row.actor.name}>
                {row.actor.name}
              </Td>
            </Tr>
          );
        })}
      </TBody>
    </Table>
  );
}
