'use client';

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsString, useQueryStates } from 'nuqs';
import { useId } from 'react';
import { CostHead } from '#components/cost/cost-head.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { statusOf } from '#components/shell/reads/fault.ts';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { CorrectModel } from './correct-model.tsx';
import type { AskedRow } from './price-draft.ts';
import { RepriceDetailPanels } from './reprice-detail.tsx';
import { RepriceList } from './reprice-list.tsx';
import { REPRICE_EVIDENCE, repriceHeadline } from './reprice-words.ts';

/** Corrections of prices in the past, under the tabs of cost: of the model or the correction that the URL names. */
export function RepricePage({ project }: { project: string }) {
  const trpc = useTRPC();
  const [{ model, meter, day, id }] = useQueryStates({
    ...{ model: parseAsString, id: parseAsString },
    ...{ meter: parseAsString, day: parseAsString },
  });
  const { data: list } = useSuspenseQuery({
    ...trpc.reprice.list.queryOptions({ project }),
    refetchInterval: whileMoving((all) => all.some(({ status }) => status === 'running'), {
      fast: AGAIN_MS.moving,
      slow: AGAIN_MS.week,
    }),
  });
  return (
    <>
      <CostHead tab="reprice" headline={repriceHeadline(list)} evidence={REPRICE_EVIDENCE} />
      {id !== null ? (
        <RepriceDetailPanels key={id} project={project} id={id} />
      ) : (
        <>
          <ChooseModel key={model} model={model} />
          {model !== null && <OfModel key={model} model={model} asked={meter && day ? { meter, day } : null} />}
        </>
      )}
      {list.length > 0 && <RepriceList project={project} list={list} open={id} />}
    </>
  );
}

/** Names the model whose prices are to be corrected, one with requests or any other. */
function ChooseModel({ model }: { model: string | null }) {
  const names = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const { project } = useProject();
  const { data } = useQuery(trpc.telemetry.facets.queryOptions({ project: project.name }));
  return (
    <Panel>
      <PanelHeader title="Correct a price" qualifier="of which model?" />
      <PanelBody>
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            const name = String(new FormData(event.currentTarget).get('model')).trim();
            if (name !== '') router.push(to.reprice(project.name, { model: name }));
          }}
        >
          <Field label="Model" className="w-80 max-w-full">
            <Input
              name="model"
              required
              maxLength={300}
              autoComplete="off"
              spellCheck={false}
              list={names}
              defaultValue={model ?? ''}
              placeholder="provider/id"
              className="font-mono text-12"
            />
          </Field>
          <datalist id={names}>
            {data?.models.map(({ value }) => (
              <option key={value} value={value} />
            ))}
          </datalist>
          <Button type="submit" variant={model === null ? 'primary' : 'outline'}>
            Open its prices
          </Button>
        </form>
      </PanelBody>
    </Panel>
  );
}

function OfModel({ model, asked }: { model: string; asked: AskedRow | null }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const slash = model.indexOf('/');
  const [provider, modelId] = [model.slice(0, Math.max(0, slash)), model.slice(slash + 1)];
  const read = useQuery({
    ...trpc.models.detail.queryOptions({ project: project.name, provider, modelId }),
    retry: (failures, error) => failures < 2 && statusOf(error) !== 404,
  });
  if (read.data) return <CorrectModel model={model} prices={read.data.prices} asked={asked} />;
  if (read.isLoadingError && statusOf(read.error) === 404) {
    return (
      <Panel>
        <EmptyState
          level={2}
          title={`${model} is not registered`}
          action={<ButtonLink href={to.models(project.name)}>Open the registry</ButtonLink>}
        >
          Only a registered model has prices. Name it as provider/id, or add it to the registry first; then its requests
          are priced here.
        </EmptyState>
      </Panel>
    );
  }
  return <Panel>{read.isLoadingError ? <NotLoaded read={read} /> : <SkeletonRows rows={6} />}</Panel>;
}
