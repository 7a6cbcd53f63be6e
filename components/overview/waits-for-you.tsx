import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Promotion = Outputs['overview']['page']['promotions']['waitsForMe'][number];

type Due = Outputs['overview']['page']['due'];

/** Decisions that this person can make, gates that lack evidence, and what incidents left to do. */
export function WaitsForYou({
  project,
  mine,
  needsEvidence,
  due,
}: {
  project: string;
  mine: Promotion[];
  needsEvidence: Promotion[];
  due: Due;
}) {
  const rows = [...mine, ...needsEvidence];
  return (
    <Panel>
      <PanelHeader title="Waits for you" meta={rows.length + due.reviews.length + due.actions.length} />
      {rows.length + due.reviews.length + due.actions.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          Nothing. Approvals, gates that need evidence and post-mortems that are due appear here.
        </PanelBody>
      ) : (
        <Rows>
          {rows.map((row) => (
            <Waiting key={row.id} project={project} row={row} />
          ))}
          {due.reviews.map(({ name, number, title, state, daysLeft }) => (
            <Row
              key={name}
              lead={<StatusBadge state={daysLeft < 0 ? 'over' : 'draft'}>Post-mortem due</StatusBadge>}
              leadWidth="badge"
              title={
                <TextLink href={to.postmortem(project, number)} data-row={`postmortem ${name}`}>
                  {name}: {title}
                </TextLink>
              }
              sub={`${STATE_WORDS[state]}; ${dueWords(daysLeft)}`}
            />
          ))}
          {due.actions.map(({ id, name, number, title, daysLeft }) => (
            <Row
              key={id}
              lead={<StatusBadge state={daysLeft < 0 ? 'over' : 'waits'}>Action item</StatusBadge>}
              leadWidth="badge"
              title={
                <TextLink href={to.postmortem(project, number)} data-row={id}>
                  {title}
                </TextLink>
              }
              sub={`from ${name}; ${dueWords(daysLeft)}`}
            />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

const STATE_WORDS: Record<Due['reviews'][number]['state'], string> = {
  none: 'nothing is drafted yet',
  draft: 'a draft',
  in_review: 'waits for a review',
  published: 'published',
};

/** `due in 3 days`, `due today`, `2 days overdue`. */
function dueWords(days: number): string {
  if (days === 0) return 'due today';
  return days > 0 ? `due in ${plural(days, 'day')}` : `${plural(-days, 'day')} overdue`;
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
