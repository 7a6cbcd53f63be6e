'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import { ModelForm } from './model-form.tsx';
import { factsOf, firstPriceOf } from './model-values.ts';
import type { ModelRow } from './model-words.ts';

/** "Add model" and its dialog; leads to the page of the model that was made. */
export function AddModel() {
  const trpc = useTRPC();
  const router = useRouter();
  const { project } = useProject();
  const now = useNow();
  const create = useMutation(
    trpc.models.create.mutationOptions({
      meta: { errors: 'inline' },
      onSuccess: ({ provider, modelId }) => router.push(to.model(project.name, provider, modelId)),
    }),
  );
  return (
    <ModelDialog
      title="Add a model"
      description="The registry holds what a model costs, when it retires, and who owns it."
      verb="Add model"
      save={create}
      onSend={(data) =>
        create.mutate({
          project: project.name,
          provider: String(data.get('provider')).trim(),
          model_id: String(data.get('model_id')).trim(),
          ...factsOf(data),
          prices: firstPriceOf(data, new Date(now).toISOString().slice(0, 10)),
        })
      }
    />
  );
}

/** "Edit" and its dialog, with what is known of the model. */
export function EditModel({ model }: { model: ModelRow }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { provider, modelId } = model;
  const update = useMutation(
    trpc.models.update.mutationOptions({ meta: { errors: 'inline', done: `${provider}/${modelId} saved` } }),
  );
  return (
    <ModelDialog
      title={`Edit ${provider}/${modelId}`}
      description="An empty field clears what was known. The dates here take precedence over those of the list of deprecations."
      verb="Save"
      model={model}
      save={update}
      onSend={(data, close) =>
        update.mutate({ project: project.name, provider, modelId, change: factsOf(data) }, { onSuccess: close })
      }
    />
  );
}

function ModelDialog({
  title,
  description,
  verb,
  model,
  save,
  onSend,
}: {
  title: string;
  description: string;
  verb: string;
  model?: ModelRow;
  save: { isPending: boolean; error: unknown; reset: () => void };
  onSend: (data: FormData, close: () => void) => void;
}) {
  const form = useId();
  const { may } = useProject();
  const [open, setOpen] = useState(false);
  const refusal = may('model.write');
  return (
    <Dialog
      title={title}
      description={description}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        save.reset();
      }}
      trigger={
        <Button icon={model === undefined ? 'plus' : 'note'} disabled={refusal !== null} title={refusal ?? undefined}>
          {model === undefined ? 'Add model' : 'Edit'}
        </Button>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={save.isPending}>
            {save.isPending ? 'Saving' : verb}
          </Button>
        </>
      }
    >
      {open && (
        <ModelForm id={form} model={model} error={save.error} onSend={(data) => onSend(data, () => setOpen(false))} />
      )}
    </Dialog>
  );
}
