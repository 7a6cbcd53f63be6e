'use client';

import { useQueryStates } from 'nuqs';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { promptParsers } from '../prompt-state.ts';

/** Inline or side by side; the state is in the URL. */
export function LayoutChoice() {
  const [{ layout }, setState] = useQueryStates(promptParsers);
  return (
    <Segmented
      label="Diff layout"
      value={layout}
      onChange={(next) => void setState({ layout: next })}
      options={[
        { value: 'inline', label: 'Inline' },
        { value: 'side-by-side', label: 'Side by side' },
      ]}
    />
  );
}
