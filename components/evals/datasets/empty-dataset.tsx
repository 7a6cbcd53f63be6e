'use client';

import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';

/** An empty dataset teaches the shape of an item. */
export function EmptyDataset({ name }: { name: string }) {
  return (
    <Panel>
      <EmptyState title="No items yet" className="pb-0">
        An item has an id, an input by variable, and what is expected; a category, so that gates see where a version
        gets worse. Import a file above, or send items from your machine:
      </EmptyState>
      <div className="max-w-3xl px-5 pt-2.5 pb-7">
        <KeySnippet
          scopes={['evals']}
          command={(edgeUrl, key) =>
            `curl ${edgeUrl}/api/v1/datasets/${encodeURIComponent(name)}/items -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '[{"id":"1","input":{"question":"Is 17 prime?"},"expected":"yes","category":"prime"}]'`
          }
        />
      </div>
    </Panel>
  );
}
