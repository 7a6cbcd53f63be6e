'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useListKeys } from '#components/shell/keyboard/use-list-keys.ts';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { count, plural } from '#components/ui/format.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { ListFilters } from './list-filters.tsx';
import { listParsers, listReads } from './list-state.ts';
import { PromotionsTable } from './promotions-table.tsx';

/** The promotions that wait for the reader first; then the open and the decided ones, newest first. */
export function PromotionsPage() {
  const trpc = useTRPC();
  const { project } = useProject();
  const [state] = useQueryStates(listParsers);
  useListKeys();
  const { input, options } = listReads(project.name, state);
  const list = useInfiniteQuery({
    ...trpc.promotions.list.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
    refetchInterval: whileMoving(
      ({ pages }) => pages.some((page) => page.data.some(({ status }) => status === 'evaluating')),
      { fast: AGAIN_MS.moving, slow: AGAIN_MS.promotions },
    ),
  });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const first = list.data?.pages[0];
  const waiting = first?.waitsForMe ?? [];
  const counts = first?.counts ?? { open: 0, decided: 0, waitsForMe: 0 };
  const filtered = state.prompt !== '' || state.status !== null;
  const showsWaiting = waiting.length > 0 && state.group !== 'decided' && !filtered;
  if (first && counts.open + counts.decided === 0) return <NoPromotion />;
  return (
    <>
      <PageHeadline evidence="A promotion moves a version to an environment: its gate, its approvals, its rollout.">
        {first === undefined ? 'Promotions' : headlineOf(waiting.length, counts.open)}
      </PageHeadline>
      {showsWaiting && (
        <Panel>
          <PanelHeader title="Waits for you" meta={count(waiting.length)} />
          <PromotionsTable label="Promotions that wait for you" rows={waiting} />
        </Panel>
      )}
      <Panel>
        <PanelHeader
          title="Promotions"
          meta={<ListFilters counts={counts} />}
          className="phone:[&>div]:ml-0 phone:[&>div]:w-full"
        />
        <ListBody
          list={list}
          loading={<SkeletonRows rows={8} tall />}
          empty={
            rows.length === 0 && <p className="px-3 py-6 text-muted-foreground">No promotion fits these filters.</p>
          }
          more="Show older promotions"
        >
          <PromotionsTable label="Promotions" rows={rows} />
        </ListBody>
      </Panel>
    </>
  );
}

function headlineOf(waiting: number, open: number): string {
  const mine = waiting === 0 ? 'Nothing waits' : plural(waiting, 'promotion waits', 'promotions wait');
  return `${mine} for you; ${count(open)} open in all.`;
}

/** What a promotion is, and the two ways to request one. */
function NoPromotion() {
  const { project } = useProject();
  return (
    <>
      <PageHeadline>No promotion has been requested yet.</PageHeadline>
      <Panel>
        <EmptyState
          level={2}
          title="No promotion yet"
          className="pb-0"
          action={<ButtonLink href={to.prompts(project.name)}>Choose a prompt</ButtonLink>}
        >
          A promotion moves a version from one environment to the next: its gate compares it with what serves, category
          by category, and another person approves it. Request one on the page of a prompt, or from your pipeline:
        </EmptyState>
        <div className="max-w-3xl px-5 pt-2.5 pb-7">
          <KeySnippet
            scopes={['promote']}
            command={(edgeUrl, key) =>
              `curl ${edgeUrl}/api/v1/promotions -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"prompt":"NAME","version":2,"to":"production"}'`
            }
          />
        </div>
      </Panel>
    </>
  );
}
