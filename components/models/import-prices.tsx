'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { FileField } from '#components/ui/form/file-input.tsx';
import { count, plural } from '#components/ui/format.ts';
import { ImportDialog } from '#components/ui/overlay/import-dialog.tsx';

/** "Import prices" and its dialog: a price list from the person's machine, then what became of it. */
export function ImportPrices() {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const [chosen, setChosen] = useState<File | null>(null);
  const send = useMutation({
    ...trpc.catalogues.importFile.mutationOptions({ meta: { errors: 'inline' } }),
  });
  const refusal = may('model.write');
  return (
    <ImportDialog
      title="Import prices"
      description="LiteLLM’s price file, the answer of OpenRouter’s /api/v1/models, or models.dev’s api.json. New models get its prices; what differs from known prices goes to the price inbox."
      trigger={
        <Button icon="export" disabled={refusal !== null} title={refusal ?? undefined}>
          Import prices
        </Button>
      }
      send={send}
      isReady={chosen !== null}
      onOpen={() => setChosen(null)}
      onImport={async () => {
        if (chosen) send.mutate({ project: project.name, file: await packed(chosen) });
      }}
      result={(data) => <Outcome result={data} />}
    >
      <FileField label="File" accept=".json,application/json" onFile={(file) => setChosen(file ?? null)} />
      {Boolean(send.error) && <FieldError>{sentenceOf(send.error)}</FieldError>}
    </ImportDialog>
  );
}

/** The counts, then the entries that were rejected and the fields that no price row can express. */
function Outcome({ result }: { result: Outputs['catalogues']['importFile'] }) {
  const { created, updated, unchanged, rejected, rejected_total: total, unread, disagreements } = result;
  const isSame = created + updated === 0;
  return (
    <div className="grid gap-3">
      <p>
        {isSame ? 'Nothing changed: ' : `${plural(created, 'model')} added, ${count(updated)} changed, `}
        {count(unchanged)} as before. Rejected: {plural(total, 'entry', 'entries')}. In the price inbox:{' '}
        {plural(disagreements, 'price')}.
      </p>
      {rejected.length > 0 && (
        <Named
          label="Rejected"
          rows={rejected.map(({ model, path, message }) => [model, `${path} ${message}`] as const)}
        />
      )}
      {unread.length > 0 && (
        <Named
          label="Not expressible"
          rows={unread.map(({ field, because, models }) => [field, `${because}; ${count(models)} models`] as const)}
        />
      )}
    </div>
  );
}

function Named({ label, rows }: { label: string; rows: readonly (readonly [name: string, why: string])[] }) {
  return (
    <div className="max-h-48 overflow-y-auto rounded-md border">
      <Table label={label} dense>
        <THead>
          <Tr>
            <Th>{label}</Th>
            <Th>Why</Th>
          </Tr>
        </THead>
        <TBody>
          {rows.map(([name, why]) => (
            <Tr key={`${name} ${why}`}>
              <Td className="font-mono text-12 [overflow-wrap:anywhere]">{name}</Td>
              <Td className="[overflow-wrap:anywhere]">{why}</Td>
            </Tr>
          ))}
        </TBody>
      </Table>
    </div>
  );
}

/** A file as gzip in base64: a price list of megabytes then fits into one request of a page. */
async function packed(file: Blob): Promise<string> {
  const bytes = await new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).bytes();
  let text = '';
  // A call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
