import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { type RequestRow, RequestsTable } from './requests-table.tsx';

/** The newest requests of the range, and the way to all of them. */
export function LatestRequests({ project, rows, all }: { project: string; rows: readonly RequestRow[]; all: string }) {
  return (
    <Panel>
      <PanelHeader
        title="Requests"
        qualifier="the newest of this range"
        meta={
          <TextLink href={all} className="inline-flex min-h-6 items-center">
            All requests
          </TextLink>
        }
      />
      {rows.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          No request in this range. Widen the range or remove a filter.
        </PanelBody>
      ) : (
        <RequestsTable project={project} rows={rows} />
      )}
    </Panel>
  );
}
