'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { SearchOnEnter } from '#components/shell/filters/search-on-enter.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
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
          meta={
            // It finds text in action, object, person and detail, and reads the log from its end.
            <SearchOnEnter
              label="Search the audit log"
              placeholder="key.create, Ada, production"
              value={search}
              onSearch={(text) => void setSearch(text || null)}
            />
          }
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
