import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { Badge } from '#components/ui/badge/badge.tsx';
import { count, plural } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { INCOMING_SOURCES, type IncomingSource } from '#server/alerts/incoming/domain/incoming-alert.ts';
import { type IncomingData, SENDER_NAMES } from './incoming-words.ts';

type Source = IncomingData['sources'][number];

/** What a person pastes at each sender. */
const PASTE: Record<IncomingSource, { how: string; command: (edgeUrl: string, key: string) => string }> = {
  alertmanager: {
    how: 'A receiver in alertmanager.yml. Repeated, late and truncated messages are safe.',
    command: (edgeUrl, key) =>
      [
        'receivers:',
        '  - name: switchyard',
        '    webhook_configs:',
        `      - url: ${edgeUrl}/api/v1/alerts/alertmanager`,
        '        send_resolved: true',
        '        http_config:',
        `          authorization: { credentials: ${key} }`,
      ].join('\n'),
  },
  webhook: {
    how: 'One alert from anything that can send JSON. The same dedup_key with "status": "resolved" ends it.',
    command: (edgeUrl, key) =>
      `curl ${edgeUrl}/api/v1/alerts/incoming -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"title": "Queue of embeddings is full", "severity": "warning", "dedup_key": "queue/embeddings"}'`,
  },
  opsgenie: {
    how: 'For a client that was made for Opsgenie: give it this address and a key of ours. It creates, and closes by alias.',
    command: (edgeUrl, key) =>
      `curl ${edgeUrl}/v2/alerts -H "Authorization: GenieKey ${key}" -H "Content-Type: application/json" -d '{"message": "Queue of embeddings is full", "alias": "queue/embeddings", "priority": "P3"}'`,
  },
};

/** Each way in: the address to paste, what came last, and what is wrong with it. */
export function Senders({ sources }: { sources: readonly Source[] }) {
  return INCOMING_SOURCES.map((source) => {
    const { how, command } = PASTE[source];
    const found = sources.find((each) => each.source === source);
    return (
      <Panel key={source}>
        <PanelHeader title={SENDER_NAMES[source]} meta={<LastReceived source={found} />} />
        <PanelBody className="grid gap-2">
          <p className="text-muted-foreground">{how}</p>
          {found && <Problems source={found} />}
          <KeySnippet scopes={['ingest']} command={command} />
        </PanelBody>
      </Panel>
    );
  });
}

function LastReceived({ source }: { source: Source | undefined }) {
  if (!source?.receivedAt) return 'Nothing received';
  return (
    <span>
      {plural(source.received, 'message')}, {plural(source.alerts, 'alert')}, the last <Time at={source.receivedAt} />
    </span>
  );
}

/** The last refused message, and how much the last truncated one left out. */
function Problems({ source: { problem, problemAt, receivedAt, truncated, truncatedAt } }: { source: Source }) {
  return (
    <>
      {problem !== null && problemAt !== null && (
        <p className="[overflow-wrap:anywhere]">
          <Badge tone={receivedAt !== null && receivedAt > problemAt ? 'stale' : 'fail'} icon="fail" plain>
            Refused
          </Badge>{' '}
          <Time at={problemAt} />: {problem}
        </p>
      )}
      {truncatedAt !== null && (
        <p>
          <Badge tone="inconclusive" icon="inconclusive" plain>
            Truncated
          </Badge>{' '}
          <Time at={truncatedAt} />: {count(truncated)} more alerts were in the group and not in the message. None of
          them was resolved. Raise max_alerts of the receiver to get them.
        </p>
      )}
    </>
  );
}
