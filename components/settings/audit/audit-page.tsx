'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import type { FormEvent } from 'react';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
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
        <ListBody
          list={log}
          loading={<SkeletonRows rows={8} />}
          empty={
            rows.length === 0 && (
              <p className="px-3 py-6 text-muted-foreground">
                {search ? `Nothing in the log mentions “${search}”.` : 'Nothing has been changed yet.'}
              </p>
            )
          }
          more="Show older rows"
        >
          <AuditTable rows={rows} />
        </ListBody>
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
