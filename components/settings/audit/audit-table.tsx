import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { UNKNOWN } from '#components/ui/format.ts';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { detailFacts } from './detail-facts.ts';

type AuditRow = Outputs['audit']['list']['rows'][number];

export function AuditTable({ rows }: { rows: AuditRow[] }) {
  return (
    <Table label="Audit log" stack>
      <THead>
        <Tr>
          <Th>Time</Th>
          <Th>Who</Th>
          <Th>Did</Th>
          <Th>What</Th>
          <Th>Detail</Th>
          <Th num>Row</Th>
        </Tr>
      </THead>
      <TBody>
        {rows.map((row) => (
          <Tr key={row.seq} tall>
            <Td head>
              <Time at={row.at} />
            </Td>
            <Td label="Who" sub={whence(row)}>
              {row.actor.name}
            </Td>
            <Td label="Did">
              <Mono>{row.action}</Mono>
            </Td>
            <Td label="What">
              <span>
                {row.objectKind.replaceAll('_', ' ')}{' '}
                <Mono className="text-muted-foreground">{row.objectId.slice(0, 8)}</Mono>
              </span>
            </Td>
            <Td
              label="Detail"
              title={JSON.stringify(row.detail)}
              className="max-w-[52ch] text-12 [overflow-wrap:anywhere]"
            >
              {detailFacts(row.detail).join(', ') || UNKNOWN}
            </Td>
            <Td num label="Row">
              {row.seq}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

/** By browser, by key, or by the system; and from where. */
function whence({ actor, ip }: AuditRow): string {
  const way = actor.keyId
    ? 'by key'
    : actor.kind === 'person'
      ? 'by browser'
      : actor.kind === 'service'
        ? 'service account'
        : 'system';
  // An IPv4 address that came over a dual-stack listener is written as the IPv4 address that it is.
  return ip ? `${way}, ${ip.replace(/^::ffff:(?=\d+\.)/, '')}` : way;
}
