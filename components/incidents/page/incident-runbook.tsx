'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { parseAsString, useQueryState } from 'nuqs';
import { useTRPC } from '#components/shell/trpc.ts';
import { Field } from '#components/ui/form/field.tsx';
import { Select } from '#components/ui/form/input.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { Incident } from '../incident-words.ts';

const RunbookPanel = dynamic(() => import('#components/runbooks/runbook-panel.tsx').then((file) => file.RunbookPanel), {
  ssr: false,
  loading: () => (
    <Panel>
      <SkeletonRows rows={6} />
    </Panel>
  ),
});

/** The built-in runbook for the kind of alert that opened an incident. */
const RUNBOOK_OF_KIND: Record<string, string> = {
  ...{ error_rate: 'provider-outage', latency: 'provider-outage', burn_rate: 'provider-outage' },
  ...{ telemetry_missing: 'provider-outage', incoming: 'provider-outage' },
  ...{ quality: 'silent-model-change', drift: 'silent-model-change', injection: 'prompt-injection' },
  ...{ budget: 'cost-spike', spend_jump: 'cost-spike' },
};

/** The runbook beside an incident: the one for its kind until a person chooses another. What is done lands on the timeline. */
export function IncidentRunbook({ project, incident }: { project: string; incident: Incident }) {
  const trpc = useTRPC();
  const { data: runbooks } = useSuspenseQuery(trpc.runbooks.list.queryOptions({ project }));
  const [chosen, choose] = useQueryState('runbook', parseAsString);
  const wanted = chosen ?? RUNBOOK_OF_KIND[incident.kind ?? ''] ?? '';
  const name = runbooks.some((one) => one.name === wanted) ? wanted : '';
  return (
    <>
      <Field label="Runbook">
        <Select value={name} onChange={(event) => void choose(event.target.value || null)}>
          <option value="">None chosen</option>
          {runbooks.map((one) => (
            <option key={one.name} value={one.name}>
              {one.title}
            </option>
          ))}
        </Select>
      </Field>
      {name !== '' && <RunbookPanel key={name} name={name} incidentId={incident.id} />}
    </>
  );
}
