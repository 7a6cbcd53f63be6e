import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';

/** Why the charts are empty, and the one command that fills them. */
export function FirstEvent() {
  return (
    <Panel>
      <PanelHeader title="Production, last 24 hours" />
      <EmptyState
        title="No request from production yet"
        action={
          <KeySnippet
            scopes={['ingest']}
            command={(edgeUrl, key) =>
              `curl ${edgeUrl}/api/v1/events -H "Authorization: Bearer ${key}" -H 'Content-Type: application/json' -d '{"events": [{"id": "first-event", "at": "'$(date -u +%FT%TZ)'", "model": "my-model", "latency_ms": 812}]}'`
            }
          />
        }
      >
        Each LLM call that your application reports becomes requests, errors, latency, cost and quality here, with every
        deployment marked on the picture.
      </EmptyState>
    </Panel>
  );
}
