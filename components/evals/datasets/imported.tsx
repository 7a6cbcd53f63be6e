import type { Outputs } from '#components/shell/trpc.ts';
import { count, plural } from '#components/ui/format.ts';
import { RejectedLines } from './rejected-lines.tsx';

/** What an import did. */
export function Imported({ result }: { result: Outputs['evals']['importItems'] }) {
  const { version, items, added, changed, unchanged, rejected, rejected_total: wrong } = result;
  return (
    <div className="grid gap-3" role="status">
      <p>
        {added + changed === 0
          ? `Nothing changed: the dataset stays at version ${version} with ${plural(items, 'item')}.`
          : `Version ${version} holds ${plural(items, 'item')}.`}
      </p>
      <p className="text-muted-foreground">
        {count(added)} added, {count(changed)} changed, {count(unchanged)} as they were
        {wrong > 0 ? `, ${count(wrong)} left out` : ''}.
      </p>
      {rejected.length > 0 && <RejectedLines rejected={rejected} />}
    </div>
  );
}
