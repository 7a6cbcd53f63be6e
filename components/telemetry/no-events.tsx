import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SendFirstEvent } from './send-first-event.tsx';

/** Before the first event of a project. */
export function NoEvents() {
  return (
    <>
      <PageHeadline evidence="One event is one LLM call: when, which model, how long, how many tokens.">
        No event has arrived yet.
      </PageHeadline>
      <Panel>
        <EmptyState level={2} title="Send the first event" action={<SendFirstEvent />}>
          Requests, errors by code, latency, time to first token, tokens, cost and quality are drawn from what your
          application reports, with each deployment marked on every chart.
        </EmptyState>
      </Panel>
    </>
  );
}
