'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import type { FormEvent } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { SettingsHead } from '../settings-head.tsx';
import { auditReads } from './audit-reads.ts';
import { AuditTable } from './audit-table.tsx';
import { VerifyChain } from './verify-chain.tsx';

/** Who changed what, newest first, in a chain that shows when somebody tampered with it. */
export function AuditPage() {
  const trpc = useTRPC();
  const { project } = useProject();
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''));
  const { input, options } = auditReads(project.name, search);
  const log = useInfiniteQuery(trpc.audit.list.infiniteQueryOptions(input, options));
  const rows = log.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <SettingsHead
        tab="audit"
        answer="Every change stands here, with who made it."
        evidence="Each row is signed together with the one before it, and its end is noted outside of the database every minute."
      />
      <VerifyChain />
      <Panel>
        <PanelHeader
          title="Audit log"
          meta={<AuditSearch value={search} onSearch={(text) => void setSearch(text || null)} />}
        />
        {log.isPending ? (
          <SkeletonRows rows={8} />
        ) : log.isLoadingError ? (
          <NotLoaded read={log} />
        ) : rows.length > 0 ? (
          <AuditTable rows={rows} />
        ) : (
          <p className="px-3 py-6 text-muted-foreground">
            {search ? `Nothing in the log mentions “${search}”.` : 'Nothing has been changed yet.'}
          </p>
        )}
        {log.hasNextPage && (
          <PanelFoot>
            <Button size="sm" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
              Show older rows
            </Button>
          </PanelFoot>
        )}
      </Panel>
    </>
  );
}

/** Finds text in action, object, person and detail. Searches on Enter, since it reads the log from the end. */
function AuditSearch({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onSearch(String(new FormData(event.currentTarget).get('search')).trim());
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: React knows no search element with a form's submit
    <form role="search" onSubmit={submit} className="flex items-center gap-1.5">
      <Field label="Search the audit log" hideLabel>
        <Input
          key={value}
          name="search"
          type="search"
          defaultValue={value}
          maxLength={200}
          placeholder="key.create, Ada, production"
          className="h-6.5 w-52 text-12 phone:h-8"
        />
      </Field>
      <Button type="submit" size="sm">
        Search
      </Button>
    </form>
  );
}
