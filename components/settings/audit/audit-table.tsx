import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { shortId, UNKNOWN } from '#components/ui/format.ts';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';

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

/** The detail of an audit row as short facts, in its own order: `email ada@example.com`, `role viewer → editor`. */
export function detailFacts(detail: Record<string, unknown>): string[] {
  const { from, to, ...rest } = detail;
  const changes = from === undefined && to === undefined ? [] : changesOf(from, to);
  return [
    ...Object.entries(rest).flatMap(([name, value]) => (isNothing(value) ? [] : [`${worded(name)} ${written(value)}`])),
    ...changes,
  ];
}

function changesOf(from: unknown, to: unknown): string[] {
  if (!isObject(from) || !isObject(to)) return [`${written(from)} → ${written(to)}`];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names
    .filter((name) => written(from[name]) !== written(to[name]))
    .map((name) => `${worded(name)} ${written(from[name])} → ${written(to[name])}`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** `requiredApprovals` and `required_approvals` are required approvals. */
const worded = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();

function written(value: unknown): string {
  if (isNothing(value)) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(written).join(' + ');
  return isObject(value) ? JSON.stringify(value) : shortId(String(value));
}
