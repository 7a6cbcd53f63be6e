import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Promotion = Outputs['overview']['page']['promotions']['waitsForMe'][number];

/** Decisions that this person can make, and gates that lack evidence. */
export function WaitsForYou({
  project,
  mine,
  needsEvidence,
}: {
  project: string;
  mine: Promotion[];
  needsEvidence: Promotion[];
}) {
  const rows = [...mine, ...needsEvidence];
  return (
    <Panel>
      <PanelHeader title="Waits for you" meta={rows.length} />
      {rows.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          Nothing. Approvals and gates that need evidence appear here.
        </PanelBody>
      ) : (
        <Rows>
          {rows.map((row) => (
            <Waiting key={row.id} project={project} row={row} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function Waiting({ project, row }: { project: string; row: Promotion }) {
  const href = to.promotion(project, row.id);
  const approval = row.waitsForMe === 'approve';
  return (
    <Row
      lead={approval ? <StatusBadge state="approval" /> : <StatusBadge state="needs-evidence" />}
      leadWidth="badge"
      title={
        <>
          <TextLink href={href} data-row={row.id} title={`${row.prompt} ${row.version} to ${row.to}`}>
            <Mono>
              {row.prompt} {row.version}
            </Mono>
          </TextLink>{' '}
          to {row.to}
        </>
      }
      sub={
        <>
          {approval
            ? `Gate passed, ${row.approvals.given} of ${row.approvals.required} approvals.`
            : (row.why ?? 'The gate could not decide.')}
          {` Requested by ${row.requestedBy.name} `}
          <Time at={row.requestedAt} />
        </>
      }
      action={
        <ButtonLink
          href={href}
          variant={approval ? 'primary' : 'outline'}
          aria-label={`${approval ? 'Review' : 'Open'} ${row.prompt} ${row.version}`}
        >
          {approval ? 'Review' : 'Open'}
        </ButtonLink>
      }
    />
  );
}
