'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { plural } from '#components/ui/format.ts';
import type { Incident } from '../incident-words.ts';

type State = { pending?: true; error?: unknown; units?: number; truncated?: boolean };

/** Downloads the units that met the bad variant, with outcome and cost, and says how many there are. */
export function BlastRadius({ incident }: { incident: Incident }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { project } = useProject();
  const [state, setState] = useState<State>({});
  async function download() {
    setState({ pending: true });
    try {
      const query = trpc.incidents.blastRadius.queryOptions({ project: project.name, number: incident.number });
      const { name, csv, units, truncated } = await client.fetchQuery({ ...query, staleTime: 0, gcTime: 0 });
      const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
      const link = Object.assign(document.createElement('a'), { href: url, download: name });
      link.click();
      URL.revokeObjectURL(url);
      setState({ units, truncated });
    } catch (error) {
      setState({ error });
    }
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      {state.error !== undefined && <FieldError>{sentenceOf(state.error, { reading: true })}</FieldError>}
      {state.units !== undefined && (
        <span role="status">
          {plural(state.units, 'unit')} exported{state.truncated ? '; there are more' : ''}.
        </span>
      )}
      <Button size="sm" icon="export" disabled={state.pending} onClick={() => void download()}>
        Export who met it
      </Button>
    </span>
  );
}
