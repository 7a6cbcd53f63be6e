'use client';

import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { cn } from '#components/ui/cn.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { daysInWords } from './model-words.ts';

type CalendarRow = Outputs['models']['calendar']['rows'][number];

/** Days that the bars span, and the rules in it. */
const SPAN_DAYS = 180;
const RULES = [30, 90] as const;
const SOON_DAYS = 30;

/**
 * Models that retire within 180 days, a row each: the owner, a bar from today to the day, and where it serves. A bar is red
 * in the last 30 days, grey where it serves nowhere, hatched where the day is only proposed. It is a table, so that a
 * screen reader reads the day and the places of each row.
 */
export function LeavingTimeline({
  rows,
  replacement,
}: {
  rows: readonly CalendarRow[];
  replacement: (row: CalendarRow) => ReactNode;
}) {
  return (
    <Table label="Retires in the next 180 days" stack>
      <THead>
        <Tr>
          <Th>Model, owner</Th>
          <Th className="w-[46%]">
            <span className="sr-only">Retires</span>
            <span aria-hidden="true" className="relative block h-4">
              <span className="absolute left-0">today</span>
              {RULES.map((days) => (
                <span key={days} className="absolute -translate-x-1/2" style={{ left: `${(days / SPAN_DAYS) * 100}%` }}>
                  {days} d
                </span>
              ))}
              <span className="absolute right-0">{SPAN_DAYS} d</span>
            </span>
          </Th>
          <Th>Where deployed</Th>
          <Th>Replacement</Th>
        </Tr>
      </THead>
      <TBody>
        {rows.map((row) => (
          <Tr key={`${row.name} ${row.retiresOn} ${row.proposed}`} tall>
            <NameCell row={row} />
            <BarCell row={row} />
            <PlacesCell row={row} />
            <Td
              label="Replacement"
              sub={replacement(row)}
              className="max-w-64 [overflow-wrap:anywhere] phone:max-w-none"
            >
              {row.replacement ?? 'none named'}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

function NameCell({ row }: { row: CalendarRow }) {
  const { project } = useProject();
  return (
    <Td head className="[overflow-wrap:anywhere]" sub={ownerWords(row)}>
      {row.registered && row.provider !== null ? (
        <TextLink
          href={to.model(project.name, row.provider, row.modelId)}
          className="font-mono text-12"
          data-row={row.name}
        >
          {row.name}
        </TextLink>
      ) : (
        <span className="font-mono text-12">{row.name}</span>
      )}
    </Td>
  );
}

function BarCell({ row }: { row: CalendarRow }) {
  const now = useNow();
  const width = Math.min(100, Math.max(1, (row.days / SPAN_DAYS) * 100));
  const bar = row.proposed
    ? 'h-2 bg-[repeating-linear-gradient(90deg,var(--foreground)_0_2px,transparent_2px_5px)]'
    : row.prompts === 0
      ? 'h-2 border border-border-strong bg-muted'
      : row.days <= SOON_DAYS
        ? 'h-2 bg-fail'
        : 'h-2 bg-foreground';
  return (
    <Td label="Retires">
      <div className="relative phone:w-52">
        {RULES.map((days) => (
          <span
            key={days}
            aria-hidden="true"
            className="absolute -inset-y-2 border-l border-dashed border-border phone:hidden"
            style={{ left: `${(days / SPAN_DAYS) * 100}%` }}
          />
        ))}
        <div className="relative flex items-center gap-2 phone:flex-col phone:items-end phone:gap-1">
          <span
            aria-hidden="true"
            className={cn('block flex-none rounded-[1px]', bar, width > 70 && 'max-w-[62%]')}
            style={{ width: `${width}%` }}
          />
          <span
            className={cn(
              'min-w-0 text-12',
              row.prompts > 0 && row.days <= SOON_DAYS && !row.proposed && 'font-strong text-fail',
            )}
          >
            {calendarDay(row.retiresOn, now)}, {daysInWords(row.days)}
            {row.proposed ? ' (proposed)' : ''}
            {row.notice && (
              <span className="block text-11 font-normal text-muted-foreground">
                {row.notice.noticeDays}-day notice {calendarDay(row.notice.at, now)}
              </span>
            )}
          </span>
        </div>
      </div>
    </Td>
  );
}

/** Prompts that a place names; the page of the model has all of them. */
const NAMED_MAX = 3;

/** `search/answer and orders/extract, production; greet, staging`, with the owner of each where that is not the model's. */
function PlacesCell({ row }: { row: CalendarRow }) {
  if (row.cells.length === 0) {
    return (
      <Td label="Where deployed" className="text-muted-foreground">
        deployed nowhere
      </Td>
    );
  }
  return (
    <Td label="Where deployed" className="[overflow-wrap:anywhere]">
      <ul>
        {row.cells.map(({ environment, owner, prompts }) => (
          <li key={`${environment} ${owner}`}>
            {namesOf(prompts)}, {environment}
            {owner !== null && owner !== row.owner && (
              <span className="text-11 text-muted-foreground"> by {owner}</span>
            )}
          </li>
        ))}
      </ul>
    </Td>
  );
}

/** `a, b and c`; `a, b, c and 4 more`. */
function namesOf(prompts: readonly string[]): string {
  const more = prompts.length - NAMED_MAX;
  return new Intl.ListFormat('en-GB').format([...prompts.slice(0, NAMED_MAX), ...(more > 0 ? [`${more} more`] : [])]);
}

function ownerWords({ registered, owner }: CalendarRow): string {
  if (!registered) return 'serves without being in the registry';
  return owner === null ? 'no owner' : `owned by ${owner}`;
}
