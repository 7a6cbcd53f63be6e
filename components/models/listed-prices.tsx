'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Disclosure } from '#components/ui/data/disclosure.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { PriceHistory } from './model-prices.tsx';
import { listedInWords, sourceName } from './price-words.ts';

type Key = { provider: string; modelId: string };

/** What the catalogues list for a model, and the button that writes it into the registry. */
export function ListedPrices({ provider, modelId }: Key) {
  const trpc = useTRPC();
  const { project } = useProject();
  const read = useQuery(trpc.catalogues.listed.queryOptions({ project: project.name, provider, modelId }));
  return (
    <Panel>
      <PanelHeader title="Listed prices" qualifier="what the catalogues state; nothing is applied by itself" />
      {read.isLoadingError ? (
        <NotLoaded read={read} />
      ) : read.data === undefined ? (
        <SkeletonRows rows={2} />
      ) : read.data.length === 0 ? (
        <p className="px-3 py-4 text-muted-foreground">No catalogue has this model under its provider and id.</p>
      ) : (
        <ul>
          {read.data.map((listed) => (
            <Listed key={listed.source} listed={listed} of={{ provider, modelId }} />
          ))}
        </ul>
      )}
      {read.data !== undefined && read.data.length > 0 && (
        <PanelFoot>
          Using a listed price adds its rows: a price without a date begins on the day that you choose, or now. Earlier
          requests keep their cost until they are priced again.
        </PanelFoot>
      )}
    </Panel>
  );
}

function Listed({ listed, of }: { listed: Outputs['catalogues']['listed'][number]; of: Key }) {
  const trpc = useTRPC();
  const now = useNow();
  const { project, may } = useProject();
  const [from, setFrom] = useState('');
  const { source, prices, unread } = listed;
  const use = useMutation(
    trpc.catalogues.useListed.mutationOptions({
      meta: { errors: 'inline', done: `Prices of ${sourceName(source)} written` },
    }),
  );
  const refusal = may('model.write');
  return (
    <li className="grid gap-2 border-b px-3 py-3 last:border-b-0">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <div>
          <h3 className="font-semibold">
            {sourceName(source)}: {listedInWords(prices) ?? plural(prices.length, 'price')}
          </h3>
          <p className="text-12 text-muted-foreground">
            as <span className="font-mono">{listed.modelId}</span>, read {calendarDay(listed.readOn, now)}
          </p>
        </div>
        <div className="flex flex-wrap items-end gap-2">
          <Field label="Begins, empty for now" className="w-44">
            <Input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
          </Field>
          <Button
            disabled={refusal !== null || use.isPending || prices.length === 0}
            title={refusal ?? undefined}
            onClick={() => use.mutate({ project: project.name, ...of, source, from: from || null })}
          >
            Use the listed price
          </Button>
        </div>
      </div>
      {prices.length > 0 && (
        <Disclosure label={plural(prices.length, 'row')}>
          <PriceHistory model={{ prices }} />
        </Disclosure>
      )}
      {unread.length > 0 && (
        <ul className="grid gap-0.5 text-12 text-muted-foreground">
          {unread.map(({ field, because }) => (
            <li key={`${field} ${because}`} className="[overflow-wrap:anywhere]">
              <span className="font-mono">{field}</span>: {because}
            </li>
          ))}
        </ul>
      )}
      {Boolean(use.error) && <FieldError>{sentenceOf(use.error)}</FieldError>}
    </li>
  );
}
