import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { RULE_GROUPINGS, type Rule } from '#server/alerts/domain/rule.ts';

export type Part = { rule: Rule; set: (change: Partial<Rule>) => void };

/** What a filter names, and how the field and the list of what had requests are called. */
const FILTERS = {
  prompt: { label: 'Prompt', all: 'every prompt', of: 'prompts' },
  environment: { label: 'Environment', all: 'every environment', of: 'environments' },
  model: { label: 'Model', all: 'every model', of: 'models' },
} as const;

/** One name of the filter, with those that had requests in the last 30 days; empty: all. */
export function FilterPart({ name, rule, set }: Part & { name: keyof typeof FILTERS }) {
  const list = useId();
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useQuery(trpc.telemetry.facets.queryOptions({ project: project.name }));
  const { label, all, of } = FILTERS[name];
  return (
    <>
      <Input
        aria-label={label}
        placeholder={all}
        className="w-40"
        list={list}
        autoComplete="off"
        maxLength={200}
        defaultValue={rule.filter[name] ?? ''}
        onBlur={(event) => {
          const { [name]: _, ...rest } = rule.filter;
          const value = event.target.value.trim();
          set({ filter: value === '' ? rest : { ...rest, [name]: value } });
        }}
      />
      <datalist id={list}>
        {data?.[of].map(({ value }) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  );
}

/** Most groupings of a rule: the API refuses more. */
const GROUPINGS_MAX = 3;

/** Which series a rule is held against: one for each combination that occurs. */
export function GroupPart({ rule: { groupBy }, set }: Part) {
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <legend className="mb-1 text-12 text-muted-foreground">
        One alert for each combination of {groupBy.length === 0 ? '(none: all traffic together)' : ''}
      </legend>
      {RULE_GROUPINGS.map((one) => {
        const isChosen = groupBy.includes(one);
        return (
          <Checkbox
            key={one}
            checked={isChosen}
            disabled={!isChosen && groupBy.length >= GROUPINGS_MAX}
            onChange={() => set({ groupBy: RULE_GROUPINGS.filter((of) => groupBy.includes(of) !== (of === one)) })}
          >
            {one}
          </Checkbox>
        );
      })}
    </fieldset>
  );
}
