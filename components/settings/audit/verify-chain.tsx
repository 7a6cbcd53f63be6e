'use client';

import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '#components/shell/fault.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';

type Verdict = Outputs['audit']['verify'];

/** Computes the whole chain anew when asked to, and says whether it holds or where it breaks. */
export function VerifyChain() {
  const trpc = useTRPC();
  const { project } = useProject();
  // Off until asked for: it reads the whole log.
  const chain = useQuery({ ...trpc.audit.verify.queryOptions({ project: project.name }), enabled: false, gcTime: 0 });
  return (
    <Panel className="flex-row flex-wrap items-center gap-3 px-3 py-2">
      <Button size="sm" disabled={chain.isFetching} onClick={() => void chain.refetch()}>
        Verify the chain
      </Button>
      <div role="status" className="min-w-0 flex-1 text-12 text-muted-foreground">
        {chain.isFetching ? (
          'Computing every signature anew'
        ) : chain.data ? (
          <Answer verdict={chain.data} />
        ) : (
          'Not verified since this page was opened.'
        )}
      </div>
      {chain.error && !chain.isFetching && <FieldError>{sentenceOf(chain.error, { reading: true })}</FieldError>}
    </Panel>
  );
}

const BREAKS = {
  altered: 'was changed afterwards',
  missing: 'does not follow from the row before it',
  truncated: 'and later rows were cut off',
};

function Answer({ verdict }: { verdict: Verdict }) {
  if (verdict.broken === null) {
    return (
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone="pass" icon="pass">
          Holds
        </Badge>
        {plural(verdict.rows, 'row')} from the first to the last.
      </span>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone="fail" icon="fail">
        Broken
      </Badge>
      Row {verdict.broken.seq} {BREAKS[verdict.broken.kind]}. The rows before it hold.
    </span>
  );
}
