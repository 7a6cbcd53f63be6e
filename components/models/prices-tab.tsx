'use client';

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { SearchField } from '#components/shell/filters/search-field.tsx';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { count, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { ImportPrices } from './import-prices.tsx';
import { ModelsHead } from './models-head.tsx';
import { disagreementReads, modelsParsers } from './models-state.ts';
import { PriceCard } from './price-card.tsx';
import { pricedInWords, sourceName } from './price-words.ts';

/** The prices on which the registry and the catalogues differ, until a person has decided. */
export function PricesTab() {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const [state, setState] = useQueryStates(modelsParsers);
  const { input, options } = disagreementReads(project.name, state);
  const list = useInfiniteQuery({
    ...trpc.catalogues.disagreements.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
  });
  const decided = useQuery(trpc.catalogues.decided.queryOptions({ project: project.name })).data ?? [];
  const compare = useMutation(trpc.catalogues.compare.mutationOptions({ meta: { done: 'Compared again' } }));
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <ModelsHead
        tab="prices"
        evidence="An import changes no price that a person or another source wrote: a person confirms it, from a day on, or keeps the registry’s with a reason."
      >
        {first === undefined ? 'Price inbox' : headline(first)}
      </ModelsHead>
      <Panel>
        <PanelHeader
          title="Price inbox"
          qualifier={rows.length > 0 ? 'those that look wrong first' : undefined}
          meta={
            <div className="flex flex-wrap items-center justify-end gap-1.5 phone:w-full phone:pb-1">
              <SearchField
                slash
                label="Search models"
                placeholder="Search models"
                value={state.search}
                onSearch={(search) => void setState({ search })}
                className="w-52 phone:w-full"
              />
              <Button
                disabled={may('model.write') !== null || compare.isPending}
                title={may('model.write') ?? undefined}
                onClick={() => compare.mutate({ project: project.name })}
              >
                {compare.isPending ? 'Comparing' : 'Compare again'}
              </Button>
              <ImportPrices />
            </div>
          }
          className="phone:[&>div]:ml-0 phone:[&>div]:w-full"
        />
        <ListBody
          list={list}
          loading={<SkeletonRows rows={6} tall />}
          empty={
            rows.length === 0 && (
              <EmptyState title={state.search === '' ? 'No price differs' : 'No such model waits'}>
                The registry’s prices are compared with genai-prices, which comes with Switchyard, and with every price
                list that is imported: LiteLLM’s, OpenRouter’s and models.dev’s.
              </EmptyState>
            )
          }
          more="Show more prices"
        >
          <ul>
            {rows.map((row) => (
              <PriceCard key={row.id} row={row} />
            ))}
          </ul>
        </ListBody>
        {decided.length > 0 && <Decided rows={decided} />}
      </Panel>
      <Catalogues />
    </>
  );
}

function headline({ total, warned }: { total: number; warned: number }): string {
  if (total === 0) return 'No price differs between the registry and the catalogues.';
  const differ = `${plural(total, 'price differs', 'prices differ')} between the registry and the catalogues`;
  return warned === 0 ? `${differ}.` : `${differ}; ${count(warned)} ${warned === 1 ? 'looks' : 'look'} wrong.`;
}

/** The price lists that are compared, and how old each is. */
function Catalogues() {
  const trpc = useTRPC();
  const now = useNow();
  const { project } = useProject();
  const all = useQuery(trpc.catalogues.list.queryOptions({ project: project.name })).data;
  return (
    <Panel>
      <PanelHeader title="Catalogues" qualifier="what is compared" />
      {all === undefined ? (
        <SkeletonRows rows={2} />
      ) : (
        <Rows>
          {all.map(({ source, models, readOn, by }) => (
            <Row
              key={source}
              title={sourceName(source)}
              sub={
                by === null
                  ? `${count(models)} models, comes with Switchyard, published ${calendarDay(readOn, now)}`
                  : `${plural(models, 'model')}, imported ${calendarDay(readOn, now)} by ${by}`
              }
            />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

/** The latest decisions, and who made them. */
function Decided({ rows }: { rows: Outputs['catalogues']['decided'] }) {
  const { project } = useProject();
  return (
    <section aria-label="Decided" className="border-t">
      <Rows>
        {rows.map(({ id, provider, modelId, meter, decision, chosen, reason, by, at }) => (
          <Row
            key={id}
            title={
              <>
                <TextLink href={to.model(project.name, provider, modelId)} className="font-mono text-12">
                  {provider}/{modelId}
                </TextLink>{' '}
                {pricedInWords({ meter, conditions: {} })}
                {chosen === null ? '' : `, as ${sourceName(chosen)} has it`}
              </>
            }
            sub={
              <>
                {reason === null ? '' : `“${reason}”, `}by {by}
                {at === null ? '' : ', '}
                {at !== null && <Time at={at} />}
              </>
            }
            action={
              <StatusBadge plain state={decision === 'confirmed' ? 'approved' : 'cancelled'}>
                {decision === 'confirmed' ? 'Confirmed' : 'Dismissed'}
              </StatusBadge>
            }
          />
        ))}
      </Rows>
      <PanelFoot>The 20 decided last. A decided price is asked again when an amount changes.</PanelFoot>
    </section>
  );
}
