import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Notes = Outputs['audit']['notes'];

/**
 * The notes about the log outside of the database: what they confirm, what does not match them, and what could not be
 * checked from here.
 */
export function ChainNotes() {
  const trpc = useTRPC();
  const { project } = useProject();
  const read = useQuery(trpc.audit.notes.queryOptions({ project: project.name }));
  if (read.isLoadingError) return <NotLoaded read={read} />;
  if (!read.data) return null;
  const notes = read.data;
  if (notes.findings.length === 0)
    return (
      <p className="text-12 text-muted-foreground">
        <Noted notes={notes} />
      </p>
    );
  return (
    <div role="alert" className="flex flex-col gap-1 text-12">
      {notes.findings.map((sentence) => (
        <p key={sentence} className="flex flex-wrap items-center gap-2">
          <Badge tone="fail" icon="fail">
            Does not match
          </Badge>
          {sentence}
        </p>
      ))}
      <p className="text-muted-foreground">
        Was a backup restored on purpose? An operator confirms it on the server: bin/switchyard audit accept-restore
        --reason …
      </p>
    </div>
  );
}

function Noted({ notes: { noted, alsoIn, elsewhere } }: { notes: Notes }) {
  const places = alsoIn.map((it) => (it === 'file' ? 'in a file elsewhere' : 'by a webhook'));
  return (
    <>
      {noted ? (
        <>
          Row {noted.row} was noted outside of the database <Time at={noted.at} />
          {places.length > 0 ? `, also ${places.join(' and ')}. ` : '. '}
        </>
      ) : elsewhere.length > 0 ? (
        `Notes are kept on ${elsewhere.join(', ')}; this machine has none. `
      ) : (
        'Nothing was noted outside of the database yet. '
      )}
      Rows cut off before they are noted, within a minute, leave no trace
      {alsoIn.length > 0
        ? '.'
        : ', and neither does a change by a person with access to the database and to this server’s data folder: name another place for the notes (AUDIT_ANCHOR_FILE, AUDIT_ANCHOR_WEBHOOK).'}
    </>
  );
}
