'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { BUDGET_FORM, BudgetForm } from './budget-form.tsx';
import type { Budget } from './budgets-headline.ts';

/** Sets a budget. Hidden from people without the permission. */
export function CreateBudget() {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const create = useMutation(
    trpc.budgets.create.mutationOptions({
      meta: { errors: 'inline', done: 'Budget set' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('budget.write') !== null) return null;
  return (
    <Dialog
      title="Set a budget"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
      trigger={
        <Button size="sm" icon="plus">
          Set a budget
        </Button>
      }
      footer={<Buttons pending={create.isPending} word="Set the budget" onCancel={() => setOpen(false)} />}
    >
      <BudgetForm
        error={create.error}
        onSend={({ scope, subject, ...rest }) =>
          create.mutate({ project: project.name, scope, ...(scope === 'project' ? {} : { subject }), ...rest })
        }
      />
    </Dialog>
  );
}

/** Changes the amount, the thresholds and whether the budget is hard. */
export function EditBudget({ budget }: { budget: Budget }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const update = useMutation(
    trpc.budgets.update.mutationOptions({
      meta: { errors: 'inline', done: 'Budget changed' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('budget.write') !== null) return null;
  return (
    <Dialog
      title={`Budget of ${budget.name}`}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        update.reset();
      }}
      trigger={<Button size="sm">Edit</Button>}
      footer={<Buttons pending={update.isPending} word="Save" onCancel={() => setOpen(false)} />}
    >
      <BudgetForm
        budget={budget}
        error={update.error}
        onSend={({ amount_usd, thresholds, hard }) =>
          update.mutate({ project: project.name, id: budget.id, change: { amount_usd, thresholds, hard } })
        }
      />
    </Dialog>
  );
}

function Buttons({ pending, word, onCancel }: { pending: boolean; word: string; onCancel: () => void }) {
  return (
    <>
      <Button onClick={onCancel}>Cancel</Button>
      <Button type="submit" form={BUDGET_FORM} variant="primary" disabled={pending}>
        {word}
      </Button>
    </>
  );
}
