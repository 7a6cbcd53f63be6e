'use client';

import { useQueryStates } from 'nuqs';
import type { Outputs } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { count } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { compareParsers } from './compare-state.ts';

/** Nothing to show is good news for regressions, and a filter that is too narrow otherwise. */
export function NoItem({ counts }: { counts: Outputs['evals']['compareItems']['counts'] | undefined }) {
  const [{ show, category, text }, setState] = useQueryStates(compareParsers);
  const narrowed = category !== '' || text !== '';
  const titles = {
    regressions: 'No item got worse',
    improvements: 'No item got better',
    all: 'No item fits',
  };
  return (
    <Panel>
      <EmptyState
        title={`${titles[show]}${narrowed ? ' here' : ''}`}
        action={
          <>
            {show !== 'all' && (counts?.all ?? 0) > 0 && (
              <Button onClick={() => void setState({ show: 'all', item: null })}>Show all {count(counts?.all)}</Button>
            )}
            {narrowed && (
              <Button onClick={() => void setState({ category: null, text: null, item: null })}>
                Clear the filters
              </Button>
            )}
          </>
        }
      >
        {narrowed
          ? `Looked at${category ? ` category ${category}` : ' all categories'}${text ? `, for “${text}”` : ''}.`
          : 'Both runs scored these items alike.'}
      </EmptyState>
    </Panel>
  );
}
