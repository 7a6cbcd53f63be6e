'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { FormDialog } from '#components/ui/overlay/form-dialog.tsx';
import { firstSentence, type Postmortem } from './postmortem-words.ts';

const WORDS = {
  times_unknown_reason: { title: 'Why can the times not be known?', verb: 'Say why' },
  no_actions_reason: { title: 'Why is nothing to be done?', verb: 'None is needed' },
} as const;

/** A window for the reason of what a post-mortem lacks for good. Saved without a text, the reason is taken back. */
export function SayWhy({ postmortem, field }: { postmortem: Postmortem; field: keyof typeof WORDS }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const save = useMutation(trpc.postmortems.save.mutationOptions({ meta: { errors: 'inline', done: 'Reason saved' } }));
  if (may('postmortem.write') !== null) return null;
  const { number, version } = postmortem;
  const { title, verb } = WORDS[field];
  const had = postmortem[field];
  return (
    <FormDialog
      title={title}
      verb="Save"
      trigger={<Button size="sm">{had === null ? verb : 'Change the reason'}</Button>}
      sending={save}
      error={save.error && firstSentence(save.error)}
      onSend={(form) => {
        const text = String(form.get('reason') ?? '').trim();
        return save.mutateAsync({ project: project.name, number, change: { version, [field]: text || null } });
      }}
    >
      <Field label="Reason" hint={had === null ? undefined : 'Left empty, the reason is taken back.'}>
        <Textarea name="reason" maxLength={2_000} required={had === null} defaultValue={had ?? ''} />
      </Field>
    </FormDialog>
  );
}
