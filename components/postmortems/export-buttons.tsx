'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';

/** Downloads the text as Markdown with its sources, or prints the page. */
export function ExportButtons({ number }: { number: number }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { project } = useProject();
  const [error, setError] = useState<unknown>();
  async function download() {
    try {
      const query = trpc.postmortems.file.queryOptions({ project: project.name, number });
      const { name, markdown } = await client.fetchQuery({ ...query, staleTime: 0, gcTime: 0 });
      const url = URL.createObjectURL(new Blob([markdown], { type: 'text/markdown' }));
      Object.assign(document.createElement('a'), { href: url, download: name }).click();
      URL.revokeObjectURL(url);
      setError(undefined);
    } catch (failure) {
      setError(failure);
    }
  }
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      {error !== undefined && <FieldError>{sentenceOf(error, { reading: true })}</FieldError>}
      <Button icon="export" onClick={() => void download()}>
        Export Markdown
      </Button>
      <Button onClick={() => window.print()}>Print</Button>
    </div>
  );
}
