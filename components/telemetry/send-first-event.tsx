import { KeySnippet } from '#components/shell/key-snippet.tsx';

/** The one command that fills an empty project: a single event. */
export function SendFirstEvent() {
  return (
    <KeySnippet
      scopes={['ingest']}
      command={(edgeUrl, key) =>
        `curl ${edgeUrl}/api/v1/events -H "Authorization: Bearer ${key}" -H 'Content-Type: application/json' -d '{"events": [{"id": "first-event", "at": "'$(date -u +%FT%TZ)'", "model": "my-model", "latency_ms": 812}]}'`
      }
    />
  );
}
