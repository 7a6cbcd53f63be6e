'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { SearchOnEnter } from '#components/shell/filters/search-on-enter.tsx';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { SettingsHead } from '../settings-head.tsx';
import { auditReads } from './audit-reads.ts';
import { AuditTable } from './audit-table.tsx';
import { VerifyChain } from './verify-chain.tsx';

/** The audit log, newest first, in a chain that reveals tampering. */
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
        headline="Every change is listed here, with the person who made it."
        evidence="Each row is signed together with the one before it, and its end is noted outside of the database every minute."
      />
      <VerifyChain />
      <Panel>
        <PanelHeader
          title="Audit log"
          meta={
            // The search finds text in action, object, person and detail, and reads the log from its end.
            <SearchOnEnter
              label="Search the audit log"
              placeholder="key.create, Ada, production"
              value={search}
              onSearch={(text) => void setSearch(text || null)}
            />
          }
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
