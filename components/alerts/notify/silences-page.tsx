'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { count, money, plural } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { matcherWords } from '#server/alerts/notify/domain/silence.ts';
import { ListHead } from './list-head.tsx';
import { NotifyHead } from './notify-head.tsx';
import { NewSilence } from './silence-form.tsx';

type Silence = Outputs['notify']['silences'][number];

/** The silences of a project, each with what it would have hidden in the last 7 days. */
export function SilencesPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.notify.silences.queryOptions({ project }),
    refetchInterval: AGAIN_MS.resting,
  });
  const running = data.filter(({ state }) => state === 'running');
  const [only] = running;
  const headline =
    only === undefined
      ? 'Nothing is silenced.'
      : running.length === 1
        ? `1 silence hides ${plural(only.hidesNow, 'alert')} now.`
        : `${plural(running.length, 'silence runs', 'silences run')}.`;
  return (
    <>
      <NotifyHead
        tab="silences"
        headline={headline}
        evidence="A silence needs a reason and ends by itself, after 7 days at the latest."
      />
      <Panel>
        <PanelHeader
          title="Silences and their price"
          qualifier="what each would have hidden in the last 7 days"
          meta={<NewSilence />}
        />
        {data.length === 0 ? (
          <EmptyState title="No silence runs, and none ended in the last 7 days">
            A silence keeps alerts that match it from the channels while their cause is known. They are still evaluated
            and kept.
          </EmptyState>
        ) : (
          <SilenceRows silences={data} />
        )}
        <PanelFoot>
          The price is replayed from stored alerts and rollups: failed tasks, failed requests and what those cost, in
          the minutes in which matching alerts fired.
        </PanelFoot>
      </Panel>
    </>
  );
}

function SilenceRows({ silences }: { silences: readonly Silence[] }) {
  return (
    <Table label="Silences" stack>
      <ListHead
        columns={['Silence', 'Ends', '#Hides now', '#Hidden firings', '#Failed outcomes', '#Failed requests', '#Cost']}
      />
      <TBody>
        {silences.map((one) => (
          <SilenceRow key={one.id} silence={one} />
        ))}
      </TBody>
    </Table>
  );
}

const STATES = { coming: 'waits', running: 'silenced', over: 'completed' } as const;
const STATE_WORDS = { coming: 'Begins later', running: 'Silenced', over: 'Over' } as const;

function SilenceRow({
  silence: { id, matchers, reason, actor, endsAt, state, hidesNow, price },
}: {
  silence: Silence;
}) {
  const unknown = price === null;
  const least = price?.isComplete === false ? 'at least ' : '';
  return (
    <Tr tall>
      <Td head sub={`${actor.name}: “${reason}”`} className="[overflow-wrap:anywhere]">
        <StatusBadge state={STATES[state]}>{STATE_WORDS[state]}</StatusBadge> {matcherWords(matchers)}
      </Td>
      <Td label="Ends">
        <Time at={endsAt} style="at" />
      </Td>
      <Td num label="Hides now">
        {count(hidesNow)}
      </Td>
      <Td num label="Hidden firings" unknown={unknown}>
        {unknown ? '' : count(price.firings)}
      </Td>
      <Td num label="Failed outcomes" unknown={unknown}>
        {unknown ? '' : `${least}${count(price.failedOutcomes)}`}
      </Td>
      <Td num label="Failed requests" unknown={unknown}>
        {unknown ? '' : `${least}${count(price.failedRequests)}`}
      </Td>
      <Td num label="Cost" unknown={unknown || price.failedCost === null}>
        {unknown ? '' : price.failedCost === null ? 'unknown' : `${least}${money(price.failedCost)}`}
      </Td>
      <Td>{state !== 'over' && <EndSilence id={id} words={matcherWords(matchers)} />}</Td>
    </Tr>
  );
}

function EndSilence({ id, words }: { id: string; words: string }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const end = useMutation(trpc.notify.updateSilence.mutationOptions({ meta: { done: 'Silence ended' } }));
  if (may('silence.write') !== null) return null;
  return (
    <Button
      size="sm"
      disabled={end.isPending}
      aria-label={`End the silence of ${words}`}
      onClick={() => end.mutate({ project: project.name, id, change: { ends_at: new Date(0).toISOString() } })}
    >
      End
    </Button>
  );
}
