import type { Outputs } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import type { Tone } from '#components/ui/badge/badge-states.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { UNKNOWN } from '#components/ui/format.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import { Chip, Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { RevokeKey } from './revoke-key.tsx';

export type Key = Outputs['projects']['keys'][number];

const STATUS: Record<Key['status'], { tone: Tone; icon: IconName; word: string }> = {
  live: { tone: 'neutral', icon: 'check', word: 'Live' },
  revoked: { tone: 'stale', icon: 'blocked', word: 'Revoked' },
  expired: { tone: 'stale', icon: 'clock', word: 'Expired' },
  orphaned: { tone: 'inconclusive', icon: 'person', word: 'Owner has left' },
};

export function KeysTable({ keys }: { keys: Key[] }) {
  return (
    <Table label="Keys" stack>
      <THead>
        <Tr>
          <Th>Name</Th>
          <Th>Scopes</Th>
          <Th>Acts as</Th>
          <Th>Made</Th>
          <Th>Last used</Th>
          <Th>Status</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </Tr>
      </THead>
      <TBody>
        {keys.map((key) => (
          <KeyRow key={key.id} data={key} />
        ))}
      </TBody>
    </Table>
  );
}

function KeyRow({ data }: { data: Key }) {
  const { tone, icon, word } = STATUS[data.status];
  return (
    <Tr tall>
      <Td head sub={<Mono>sy_…{data.last4}</Mono>}>
        {data.name}
      </Td>
      <Td label="Scopes">
        <span className="flex flex-wrap gap-1 phone:justify-end">
          {data.scopes.map((scope) => (
            <Chip key={scope}>{scope}</Chip>
          ))}
        </span>
      </Td>
      <Td label="Acts as">{data.owner.kind === 'person' ? data.owner.name : `service account ${data.owner.name}`}</Td>
      <Td label="Made">
        <Time at={data.createdAt} />
      </Td>
      <Td label="Last used">{data.lastUsedAt ? <Time at={data.lastUsedAt} /> : UNKNOWN}</Td>
      <Td label="Status">
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
        {data.status === 'live' && data.expiresAt && (
          <span className="block text-11 text-muted-foreground">
            ends <Time at={data.expiresAt} style="day" />
          </span>
        )}
      </Td>
      <Td num>{data.status === 'live' && <RevokeKey id={data.id} name={data.name} />}</Td>
    </Tr>
  );
}
