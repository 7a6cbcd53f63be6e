'use client';

import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

const BODY =
  '{"prompt":"NAME","version":1,"model":"openai/gpt-4o","dataset":"refunds","scorers":[{"type":"equals"}],"results":[{"item":"1","output":"yes","latency_ms":840,"cost_usd":0.0021}]}';

/** What a run is for, and the command that brings one in. */
export function NoRun() {
  return (
    <>
      <EmptyState title="No run yet" className="pb-0">
        A run holds what one variant answered to every item of a dataset, scored. Send recorded outputs; they are scored
        here:
      </EmptyState>
      <div className="max-w-3xl px-5 pt-2.5 pb-7">
        <KeySnippet
          scopes={['evals']}
          command={(edgeUrl, key) =>
            `curl ${edgeUrl}/api/v1/eval-runs/import -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '${BODY}'`
          }
        />
      </div>
    </>
  );
}
