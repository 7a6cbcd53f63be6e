'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { ImportPrices } from '#components/models/import-prices.tsx';
import { AddModel } from '#components/models/model-dialog.tsx';
import { ModelsHead } from '#components/models/models-head.tsx';
import { modelsParsers, registryReads } from '#components/models/models-state.ts';
import { SearchField } from '#components/shell/filters/search-field.tsx';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useListKeys } from '#components/shell/keyboard/use-list-keys.ts';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Select } from '#components/ui/form/input.tsx';
import { count, money } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import { modelsEvidence, modelsHeadline } from './models-headline.ts';
import { RegistryTable } from './registry-table.tsx';

/** The registry: every model of the project, those that serve first. */
export function RegistryTab() {
  const trpc = useTRPC();
  const now = useNow();
  const { project } = useProject();
  const [state] = useQueryStates(modelsParsers);
  useListKeys();
  const { input, options } = registryReads(project.name, state);
  const list = useInfiniteQuery({
    ...trpc.models.registry.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
  });
  const of = { project: project.name };
  const calendar = useQuery(trpc.models.calendar.queryOptions(of)).data;
  const proofs = useQuery(trpc.gates.fallbackProofs.queryOptions(of)).data;
  const scores = useQuery(trpc.evals.modelScores.queryOptions(of)).data;
  const stats = useQuery({ ...trpc.telemetry.modelStats.queryOptions(of), refetchInterval: AGAIN_MS.week }).data;
  const first = list.data?.pages[0];
  const models = list.data?.pages.flatMap((page) => page.data) ?? [];
  const narrowed = state.search !== '' || state.provider !== '';
  const facts = { total: first?.total ?? 0, calendar, proofs, now };
  const spent = stats?.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
  return (
    <>
      <ModelsHead tab="registry" total={narrowed ? undefined : first?.total} evidence={modelsEvidence(facts)}>
        {first ? modelsHeadline({ ...facts, total: narrowed ? 1 : first.total }) : 'Models'}
      </ModelsHead>
      <Panel>
        <PanelHeader
          title="Registry"
          qualifier={
            first && `${count(models.length)} of ${count(first.total)}, price a 1 M tokens, P99 and spend over 7 days`
          }
          meta={<Filters providers={first?.providers ?? []} />}
          className="phone:[&>div]:ml-0 phone:[&>div]:w-full"
        />
        <ListBody
          list={list}
          loading={<SkeletonRows rows={8} tall />}
          empty={
            models.length === 0 &&
            (narrowed ? (
              <p className="px-3 py-6 text-muted-foreground">No model fits. Search for less.</p>
            ) : (
              <NoModel />
            ))
          }
          more="Show more models"
        >
          <RegistryTable models={models} besides={{ stats, scores, proofs }} />
        </ListBody>
        {models.length > 0 && (
          <PanelFoot>
            {spent === undefined ? '' : `Spend 7 days ${money(spent)}, of requests whose cost is known. `}
            Scores are of the newest run of your own on the largest golden set, 95 % interval; imported ones stand on
            the page of the model. A fallback is proven when it passed a gate of its own in the last 30 days, for the
            version that serves.
          </PanelFoot>
        )}
      </Panel>
    </>
  );
}

/** The search in all names, one provider, and the button that adds a model. */
function Filters({ providers }: { providers: readonly string[] }) {
  const [state, setState] = useQueryStates(modelsParsers);
  return (
    <div className="flex flex-wrap items-center justify-end gap-1.5 phone:w-full phone:pb-1">
      <SearchField
        slash
        label="Search models"
        placeholder="Search models"
        value={state.search}
        onSearch={(search) => void setState({ search })}
        className="w-52 phone:w-full"
      />
      {providers.length > 1 && (
        <Select
          aria-label="Provider"
          value={state.provider}
          onChange={({ target }) => void setState({ provider: target.value })}
          className="w-40 phone:w-full"
        >
          <option value="">Every provider</option>
          {providers.map((provider) => (
            <option key={provider} value={provider}>
              {provider}
            </option>
          ))}
        </Select>
      )}
      <ImportPrices />
      <AddModel />
    </div>
  );
}

/** What the registry is for, and the command that fills it. */
function NoModel() {
  return (
    <>
      <EmptyState title="Register the models that you run" className="pb-0">
        The registry holds what a model costs, when it retires, who owns it, and what replaces it. Add one here, or
        import the price list of LiteLLM, OpenRouter or models.dev:
      </EmptyState>
      <div className="max-w-3xl px-5 pt-2.5 pb-7">
        <KeySnippet
          scopes={['registry']}
          command={(edgeUrl, key) =>
            `curl ${edgeUrl}/api/v1/models -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"provider":"openai","model_id":"gpt-5","owner":"you","fallback":"openai/gpt-5-mini"}'\ncurl ${edgeUrl}/api/v1/models/import -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" --data-binary @model_prices_and_context_window.json`
          }
        />
      </div>
    </>
  );
}
