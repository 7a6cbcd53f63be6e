'use client';

import { useQueryStates } from 'nuqs';
import { SearchField } from '#components/shell/filters/search-field.tsx';
import type { Outputs } from '#components/shell/trpc.ts';
import { Select } from '#components/ui/form/input.tsx';
import { count } from '#components/ui/format.ts';
import { tableParsers } from './table-state.ts';

/** The search in all names and descriptions, and one tag. Both are in the URL. */
export function TableFilters({ tags }: { tags: Outputs['prompts']['list']['tags'] }) {
  const [state, setState] = useQueryStates(tableParsers);
  const offered =
    tags.some(({ tag }) => tag === state.tag) || !state.tag ? tags : [{ tag: state.tag, prompts: 0 }, ...tags];
  return (
    <div className="flex flex-wrap items-center justify-end gap-1.5 phone:w-full phone:pb-1">
      <SearchField
        slash
        label="Search prompts"
        placeholder="Search all prompts"
        value={state.search}
        onSearch={(search) => void setState({ search })}
        className="w-60 phone:w-full"
      />
      {offered.length > 0 && (
        <Select
          aria-label="Tag"
          value={state.tag}
          onChange={({ target }) => void setState({ tag: target.value })}
          className="w-40 phone:w-full"
        >
          <option value="">Every tag</option>
          {offered.map(({ tag, prompts }) => (
            <option key={tag} value={tag}>
              {tag} ({count(prompts)})
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}
