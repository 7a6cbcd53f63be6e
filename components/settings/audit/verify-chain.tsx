'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { BREAKS } from '#server/audit/domain/check-chain.ts';
import { ChainNotes } from './chain-notes.tsx';

type Verdict = Outputs['audit']['verify'];

/**
 * The notes about the chain; on request, the whole chain is computed again: whether it is intact, or where it breaks.
 */
export function VerifyChain() {
  const trpc = useTRPC();
  const { project } = useProject();
  // Disabled until requested, because it reads the whole log.
  const chain = useQuery({ ...trpc.audit.verify.queryOptions({ project: project.name }), enabled: false, gcTime: 0 });
  return (
    <Panel className="gap-2 px-3 py-2">
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" disabled={chain.isFetching} onClick={() => void chain.refetch()}>
          Verify the chain
        </Button>
        <div role="status" className="min-w-0 flex-1 text-12 text-muted-foreground">
          {chain.isFetching ? (
            'Computing every signature again'
          ) : chain.data ? (
            <ChainVerdict verdict={chain.data} />
          ) : (
            'Not verified since this page was opened.'
          )}
        </div>
        {chain.error && !chain.isFetching && <FieldError>{sentenceOf(chain.error, { reading: true })}</FieldError>}
      </div>
      <ChainNotes />
    </Panel>
  );
}

function ChainVerdict({ verdict: { broken, rows, notedTo, accepted } }: { verdict: Verdict }) {
  if (broken !== null) {
    return (
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone="fail" icon="fail">
          Broken
        </Badge>
        Row {broken.seq} {BREAKS[broken.kind]}. The rows before it are intact.
      </span>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone="pass" icon="pass">
        Holds
      </Badge>
      {plural(rows, 'row')} from the first to the last
      {notedTo > 0 ? `, with what was noted up to row ${notedTo}.` : ', but none of them was noted yet.'}
      {accepted.map(({ at, reason, from, to }) => (
        <span key={at}>
          Since the restore accepted <Time at={at} style="at" /> (“{reason}”): what was noted of rows {from} to {to} no
          longer counts.
        </span>
      ))}
    </span>
  );
}
