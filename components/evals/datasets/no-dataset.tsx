'use client';

import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What a golden set is for, and the command that makes one. */
export function NoDataset() {
  return (
    <>
      <EmptyState title="No dataset yet" className="pb-0">
        A dataset is a golden set: inputs, what you expect, and a category for each. Create one here and import a file,
        or send it from your machine:
      </EmptyState>
      <div className="max-w-3xl px-5 pt-2.5 pb-7">
        <KeySnippet
          scopes={['evals']}
          command={(edgeUrl, key) =>
            `curl ${edgeUrl}/api/v1/datasets -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"name":"refunds"}'\ncurl ${edgeUrl}/api/v1/datasets/refunds/items -H "Authorization: Bearer ${key}" -H "Content-Type: text/csv" --data-binary @refunds.csv`
          }
        />
      </div>
    </>
  );
}
