import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { plural } from '#components/ui/format.ts';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** The monitors as OpenSLO, to copy or to save, and what it does not hold. */
export function ExportOpenSlo({ project }: { project: string }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { data, error } = useQuery({ ...trpc.alerts.exportOpenSlo.queryOptions({ project }), enabled: open });
  return (
    <Dialog
      title="Export OpenSLO"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" icon="export">
          Export OpenSLO
        </Button>
      }
      footer={
        <Button
          variant="primary"
          disabled={!data?.document}
          onClick={() => save(`${project}-slos.yaml`, data?.document)}
        >
          Download
        </Button>
      }
    >
      {error !== null && <p className="text-fail">{sentenceOf(error)}</p>}
      {data === undefined && error === null && <Skeleton className="h-60" />}
      {data !== undefined && (
        <div className="grid gap-3">
          <Textarea aria-label="OpenSLO" readOnly rows={8} className="font-mono text-12" value={data.document} />
          <p className="text-12 text-muted-foreground">
            {plural(data.exported.length, 'monitor is', 'monitors are')} in it. {plural(data.carried.length, 'field')}{' '}
            that OpenSLO has no place for stand in annotations: other tools do not see them.
          </p>
          <Notes title="Not in it" notes={data.left_out.map(({ monitor, reason }) => ({ name: monitor, reason }))} />
        </div>
      )}
    </Dialog>
  );
}

function save(fileName: string, text = ''): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  Object.assign(document.createElement('a'), { href: address, download: fileName }).click();
  URL.revokeObjectURL(address);
}

/** Makes or changes monitors from OpenSLO: first it is said what would be done, and what is ignored. */
export function ImportOpenSlo({ project }: { project: string }) {
  const [open, setOpen] = useState(false);
  const [document, setDocument] = useState('');
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.alerts.importOpenSlo.mutationOptions({ meta: { errors: 'inline' } });
  const check = useMutation(options);
  const write = useMutation({
    ...options,
    meta: { errors: 'inline', done: 'Monitors imported' },
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries(trpc.alerts.monitors.queryFilter({ project }));
    },
  });
  const error = write.error ?? check.error;
  const change = (text: string) => {
    setDocument(text);
    check.reset();
    write.reset();
  };
  return (
    <Dialog
      title="Import OpenSLO"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Import OpenSLO</Button>}
      footer={
        <>
          <Button
            disabled={check.isPending || document.trim() === ''}
            onClick={() => check.mutate({ project, document, dry_run: true })}
          >
            Check
          </Button>
          <Button
            variant="primary"
            disabled={check.data === undefined || write.isPending}
            onClick={() => write.mutate({ project, document, dry_run: false })}
          >
            Import
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Field
          label="OpenSLO v1, YAML or JSON"
          hint="An SLI must count requests that came here: metricSource of type switchyard."
          error={error === null ? undefined : (fieldSentence(error, 'document') ?? sentenceOf(error))}
        >
          <Textarea
            rows={10}
            className="font-mono text-12"
            maxLength={200_000}
            value={document}
            onChange={({ target }) => change(target.value)}
          />
        </Field>
        {check.data !== undefined && (
          <>
            <Notes title="Would be" notes={check.data.monitors.map(({ name, done }) => ({ name, reason: done }))} />
            <Notes title="Ignored" notes={check.data.ignored.map(({ path, reason }) => ({ name: path, reason }))} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Notes({ title, notes }: { title: string; notes: readonly { name: string; reason: string }[] }) {
  if (notes.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="text-12 text-muted-foreground">{title}</h3>
      <Rows className="max-h-60 overflow-auto">
        {notes.map(({ name, reason }) => (
          <Row key={`${name} ${reason}`} title={name} sub={reason} />
        ))}
      </Rows>
    </section>
  );
}
