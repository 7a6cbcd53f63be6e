import type { MouseEvent } from 'react';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, latency, money, score } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';

/** A plain click opens the request beside the list; with a modifier key the browser follows the link as usual. */
function openInPlace(event: MouseEvent, id: string, onOpen: (id: string) => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  onOpen(id);
}

export type RequestRow = Outputs['telemetry']['requests']['data'][number];

/** Requests, newest first: one line each, with a link to its details. */
export function RequestsTable({
  project,
  rows,
  open = null,
  onOpen,
}: {
  project: string;
  rows: readonly RequestRow[];
  /** The id of the one that is open beside the list. */
  open?: string | null;
  /** Opens a request beside the list. Without it, the link opens the request's page. */
  onOpen?: (id: string) => void;
}) {
  return (
    <Table label="Requests" dense>
      <THead>
        <tr>
          <Th>Time</Th>
          <Th>Prompt</Th>
          <Th>Model</Th>
          <Th>Status</Th>
          <Th num>TTFT</Th>
          <Th num>Latency</Th>
          <Th num>In</Th>
          <Th num>Out</Th>
          <Th num>Cost</Th>
          <Th num>Quality</Th>
        </tr>
      </THead>
      <TBody>
        {rows.map((row) => (
          <Tr key={row.id} hover selected={row.id === open}>
            <Td>
              <TextLink
                href={to.request(project, row.id)}
                data-row={row.id}
                className="whitespace-nowrap"
                onClick={onOpen && ((event) => openInPlace(event, row.id, onOpen))}
              >
                <Mono>
                  <Time at={row.at} style="second" />
                </Mono>
              </TextLink>
            </Td>
            <Td className="max-w-60 truncate" title={row.prompt ?? undefined}>
              {row.prompt === null ? '–' : `${row.prompt}${row.version === null ? '' : ` ${row.version}`}`}
            </Td>
            <Td className="max-w-48 truncate" title={row.model}>
              {row.model}
            </Td>
            <Td>
              {row.status === 'ok' ? (
                <StatusBadge state="ok" plain />
              ) : (
                <StatusBadge state="failed" plain>
                  {row.errorCode ?? 'error'}
                </StatusBadge>
              )}
            </Td>
            <Td num>{latency(row.ttftMs)}</Td>
            <Td num>{latency(row.latencyMs)}</Td>
            <Td num>{count(row.tokensIn)}</Td>
            <Td num>{count(row.tokensOut)}</Td>
            <Td num>{money(row.cost)}</Td>
            <Td num>{score(row.quality)}</Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
