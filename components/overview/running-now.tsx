import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Progress } from '#components/ui/data/progress.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { count, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Mono } from '#components/ui/tags.tsx';

type Page = Outputs['overview']['page'];

/** Gates that are being decided and eval runs that are being scored; the list refreshes by itself. */
export function RunningNow({
  project,
  promotions,
  runs,
}: {
  project: string;
  promotions: Page['promotions']['runningNow'];
  runs: Page['runs'];
}) {
  const what = [
    promotions.length > 0 ? plural(promotions.length, 'promotion') : '',
    runs.length > 0 ? plural(runs.length, 'eval run') : '',
  ].filter((part) => part !== '');
  return (
    <Panel>
      <PanelHeader title="Running now" meta={what.join(', ')} />
      {what.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          Nothing. Gates being decided and eval runs being scored appear here.
        </PanelBody>
      ) : (
        <Rows>
          {promotions.map((row) => (
            <Row
              key={row.id}
              title={
                <TextLink href={to.promotion(project, row.id)} data-row={row.id}>
                  <Mono>
                    {row.prompt} {row.version}
                  </Mono>
                </TextLink>
              }
              sub={`to ${row.to}, requested by ${row.requestedBy.name}`}
              action={
                <StatusBadge state="running">{row.status === 'evaluating' ? 'Evaluating' : 'Rolling out'}</StatusBadge>
              }
            />
          ))}
          {runs.map((run) => (
            <Row
              key={run.id}
              title={
                <TextLink href={to.evalRun(project, run.id)} data-row={run.id}>
                  <Mono>
                    {run.prompt} {run.version}
                  </Mono>
                </TextLink>
              }
              sub={`eval run on ${run.dataset} ${run.datasetVersion}`}
              action={
                <div className="w-40">
                  <Progress
                    label={`Eval run of ${run.prompt} ${run.version}`}
                    value={run.done}
                    max={run.total}
                    left={`${count(run.done)} of ${count(run.total)}`}
                  />
                </div>
              }
            />
          ))}
        </Rows>
      )}
    </Panel>
  );
}
