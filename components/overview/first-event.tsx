import { SendFirstEvent } from '#components/telemetry/send-first-event.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';

/** Why the charts are empty, and the one command that fills them. */
export function FirstEvent() {
  return (
    <Panel>
      <PanelHeader title="Production, last 24 hours" />
      <EmptyState title="No request from production yet" action={<SendFirstEvent />}>
        Each LLM call that your application reports becomes requests, errors, latency, cost and quality here, with every
        deployment marked on the picture.
      </EmptyState>
    </Panel>
  );
}
