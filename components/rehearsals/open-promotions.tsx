'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { plural } from '#components/ui/format.ts';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { Openable } from './openable.ts';
import { openablesOf, openingSentence } from './openable.ts';
import { bestReplacement } from './rehearsal-headline.ts';
import type { RehearsalData } from './rehearsal-words.ts';

/** What "Open the promotions" would do, and the button with its dialog. Absent where no place has an option. */
export function OpenPromotions({ rehearsal }: { rehearsal: RehearsalData }) {
  const possible = rehearsal.replacements.filter(({ refusal }) => refusal === null);
  const [chosen, setChosen] = useState<string | null>(null);
  const onto = possible.find(({ name }) => name === chosen) ?? bestReplacement(rehearsal.replacements);
  if (onto === null || rehearsal.places.length === 0) return null;
  const places = openablesOf(rehearsal, onto.name);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t bg-muted/55 px-3 py-3">
      <div className="min-w-0 flex-1 basis-80 text-12 text-muted-foreground">
        <b className="block text-13 leading-[18px] font-strong text-foreground">{openingSentence(places, onto.name)}</b>
        Each gets its gate and needs its approvals. Where an environment needs none, a passed gate deploys at once. A
        promotion can be cancelled until it is applied.
      </div>
      {possible.length > 1 && (
        <Segmented
          label="Onto"
          value={onto.name}
          onChange={setChosen}
          options={possible.map(({ name }) => ({ value: name, label: name }))}
        />
      )}
      <OpenDialog key={onto.name} rehearsal={rehearsal} onto={onto.name} places={places} />
    </div>
  );
}

function OpenDialog({ rehearsal, onto, places }: { rehearsal: RehearsalData; onto: string; places: Openable[] }) {
  const trpc = useTRPC();
  const form = useId();
  const { project, may } = useProject();
  const [open, setOpen] = useState(false);
  const create = useMutation(
    trpc.rehearsals.openPromotions.mutationOptions({ meta: { errors: 'inline' }, onSuccess: () => setOpen(false) }),
  );
  const preset = places.filter(({ isPreset }) => isPreset);
  const possible = places.some(({ refusal }) => refusal === null);
  const refusal = may('promotion.request') ?? (possible ? null : 'No place can be opened: each says why.');
  const label = preset.length === 0 ? 'Open promotions' : `Open ${plural(preset.length, 'promotion')}`;
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const chosen = places.filter(({ key }) => data.has(key));
    create.mutate({
      ...{ project: project.name, provider: rehearsal.provider, modelId: rehearsal.modelId, replacement: onto },
      places: chosen.map(({ prompt, environment }) => ({ prompt, environment })),
      note: String(data.get('note') ?? '').trim(),
    });
  }
  return (
    <Dialog
      title={`Open promotions to ${onto}`}
      description="All that are chosen are opened, or none."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
      trigger={
        <Button
          variant={preset.length === 0 ? 'outline' : 'primary'}
          icon="promotion"
          disabled={refusal !== null}
          title={refusal ?? undefined}
        >
          {label}
        </Button>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={create.isPending}>
            {create.isPending ? 'Opening' : 'Open promotions'}
          </Button>
        </>
      }
    >
      {open && (
        <form id={form} noValidate className="grid gap-3" onSubmit={send}>
          <fieldset className="grid gap-1">
            <legend className="mb-1 text-12 font-medium">Prompts and environments</legend>
            {places.map((place) => (
              <Checkbox
                key={place.key}
                name={place.key}
                defaultChecked={place.isPreset}
                disabled={place.refusal !== null}
                hint={place.refusal ?? place.consequence}
              >
                {place.prompt}, {place.environment}: version {place.version}
              </Checkbox>
            ))}
          </fieldset>
          <Field label="Note, optional" hint="Why now: who approves reads it first.">
            <Textarea name="note" rows={2} maxLength={2000} />
          </Field>
          {Boolean(create.error) && <FieldError>{sentenceOf(create.error)}</FieldError>}
        </form>
      )}
    </Dialog>
  );
}
