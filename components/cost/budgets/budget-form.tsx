'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { BUDGET_SCOPES, type BudgetScope } from '#server/cost/domain/budget-scope.ts';
import { SOFT_PERCENTS } from '#server/cost/domain/budget-thresholds.ts';
import type { Budget } from './budgets-headline.ts';

export const BUDGET_FORM = 'budget';

const SCOPE_WORDS: Record<BudgetScope, { label: string; hint: string }> = {
  project: { label: 'the whole project', hint: '' },
  prompt: { label: 'a prompt', hint: 'A name such as search/answer, or a folder such as search/*.' },
  model: { label: 'a model', hint: 'provider/id, or an id of any provider.' },
  key: {
    label: 'a key',
    hint: 'The name of an API key: what is sent with it, and with any other of that name.',
  },
  tag: { label: 'a tag', hint: 'As events have it. Added up from single requests.' },
};

type Values = { scope: BudgetScope; subject: string; amount_usd: string; thresholds: number[]; hard: boolean };
const FIELDS = ['scope', 'subject', 'amount_usd', 'thresholds'] as const;

/** The subject, amount and thresholds of a budget. `error` is the server's refusal of the last attempt. */
export function BudgetForm({
  budget,
  error,
  onSend,
}: {
  budget?: Budget;
  error: unknown;
  onSend: (values: Values) => void;
}) {
  const [scope, setScope] = useState<BudgetScope>(budget?.scope ?? 'project');
  const [noList, setNoList] = useState(false);
  const wrong = (field: (typeof FIELDS)[number]) => (error ? fieldSentence(error, field) : undefined);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const thresholds = percentsOf(String(form.get('thresholds')));
    setNoList(thresholds === null);
    if (thresholds === null) return;
    onSend({
      scope,
      subject: String(form.get('subject') ?? ''),
      amount_usd: String(form.get('amount_usd')).trim(),
      thresholds,
      hard: form.has('hard'),
    });
  }
  const isNamed = FIELDS.some((field) => wrong(field) !== undefined);
  return (
    <form id={BUDGET_FORM} onSubmit={submit} className="grid gap-3">
      {budget === undefined && (
        <>
          <Field label="Budget of" error={wrong('scope')}>
            <Select name="scope" value={scope} onChange={(event) => setScope(scopeOf(event.target.value))}>
              {BUDGET_SCOPES.map((one) => (
                <option key={one} value={one}>
                  {SCOPE_WORDS[one].label}
                </option>
              ))}
            </Select>
          </Field>
          {scope !== 'project' && <Subject scope={scope} error={wrong('subject')} />}
        </>
      )}
      <Field label="US dollars a month" hint="A calendar month, UTC." error={wrong('amount_usd')}>
        <Input name="amount_usd" required inputMode="decimal" autoComplete="off" defaultValue={budget?.limit} />
      </Field>
      <Field
        label="Notify at"
        hint="Percent, such as 50, 80, 95, 100. Each is notified once a month. Leave empty for no notification."
        error={noList ? 'Whole numbers from 1 to 1000 with commas between them.' : wrong('thresholds')}
      >
        <Input name="thresholds" autoComplete="off" defaultValue={(budget?.percents ?? SOFT_PERCENTS).join(', ')} />
      </Field>
      <Checkbox
        name="hard"
        defaultChecked={budget !== undefined && budget.hardState !== null}
        hint="Kept as a state for the gateway. Nothing refuses requests until traffic goes through it."
      >
        Hard: refuse requests once all is spent
      </Checkbox>
      {Boolean(error) && !isNamed && <FieldError>{sentenceOf(error)}</FieldError>}
    </form>
  );
}

/** The name, with those that had requests in the last 30 days to choose from. */
function Subject({ scope, error }: { scope: BudgetScope; error?: string }) {
  const list = useId();
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useQuery(trpc.telemetry.facets.queryOptions({ project: project.name }));
  const keys = useQuery({
    ...trpc.budgets.keys.queryOptions({ project: project.name }),
    enabled: scope === 'key',
  }).data?.keys?.map(({ name }) => ({ value: name }));
  const known = { prompt: data?.prompts, model: data?.models, key: keys, tag: undefined, project: undefined }[scope];
  return (
    <Field label={`Which ${scope}`} hint={SCOPE_WORDS[scope].hint} error={error}>
      <Input name="subject" required maxLength={300} autoComplete="off" list={list} />
      <datalist id={list}>
        {known?.map(({ value }) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </Field>
  );
}

const scopeOf = (value: string): BudgetScope => BUDGET_SCOPES.find((one) => one === value) ?? 'project';

/** `50, 80` as numbers; null for any other text. */
function percentsOf(text: string): number[] | null {
  const parts = text.split(/[\s,;%]+/).filter(Boolean);
  const numbers = parts.map(Number);
  return numbers.every((one) => Number.isInteger(one) && one >= 1 && one <= 1000) ? numbers : null;
}
