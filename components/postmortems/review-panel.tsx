'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { FormDialog } from '#components/ui/overlay/form-dialog.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { firstSentence, type Postmortem } from './postmortem-words.ts';
import { Requirements } from './requirements.tsx';

/** What keeps it from being published, what reviewers said, and the next step with its button. */
export function ReviewPanel({ postmortem }: { postmortem: Postmortem }) {
  const { reviews, state } = postmortem;
  return (
    <Panel aria-label="Review" className="print:hidden">
      <PanelHeader title="Review" />
      <PanelBody className="grid gap-3">
        {state === 'published' ? (
          <p>It stays as it is. A change is a new version, which needs a review.</p>
        ) : (
          <Requirements postmortem={postmortem} />
        )}
        <NextStep postmortem={postmortem} />
      </PanelBody>
      {reviews.length > 0 && (
        <Rows className="border-t">
          {reviews.map(({ version, verdict, note, by, at }) => (
            <Row
              key={`${at} ${by.name}`}
              title={`${by.name} ${verdict === 'approved' ? 'approved' : 'sent back'} version ${version}`}
              sub={note}
              action={<Time at={at} />}
            />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function NextStep({ postmortem }: { postmortem: Postmortem }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { number, version, state, problems, review_refusal } = postmortem;
  const at = { project: project.name, number };
  const ask = useMutation(
    trpc.postmortems.save.mutationOptions({ meta: { errors: 'inline', done: 'Review asked for' } }),
  );
  const publish = useMutation(
    trpc.postmortems.publish.mutationOptions({ meta: { errors: 'inline', done: 'Published' } }),
  );
  const error = ask.error ?? publish.error;
  const canReview = may('postmortem.review') === null && state === 'in_review';
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        {state === 'draft' && may('postmortem.write') === null && (
          <Button
            size="sm"
            disabled={ask.isPending}
            onClick={() => ask.mutate({ ...at, change: { version, ask_review: true } })}
          >
            Ask for review
          </Button>
        )}
        {canReview && review_refusal === null && (
          <>
            <ReviewDialog postmortem={postmortem} verdict="approved" />
            <ReviewDialog postmortem={postmortem} verdict="sent_back" />
          </>
        )}
        {state !== 'published' && may('postmortem.publish') === null && (
          <Button
            size="sm"
            variant="primary"
            disabled={problems.length > 0 || publish.isPending}
            onClick={() => publish.mutate({ ...at, version })}
          >
            Publish
          </Button>
        )}
      </div>
      {canReview && review_refusal !== null && <p className="text-12 text-muted-foreground">{review_refusal}</p>}
      {error && <FieldError>{sentenceOf(error)}</FieldError>}
    </div>
  );
}

function ReviewDialog({
  postmortem: { number, version },
  verdict,
}: {
  postmortem: Postmortem;
  verdict: 'approved' | 'sent_back';
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const review = useMutation(
    trpc.postmortems.review.mutationOptions({ meta: { errors: 'inline', done: 'Review recorded' } }),
  );
  const verb = verdict === 'approved' ? 'Approve' : 'Send back';
  return (
    <FormDialog
      title={`${verb} version ${version}`}
      description="It holds for this version alone: a change voids it."
      verb={verb}
      trigger={<Button size="sm">{verb}</Button>}
      sending={review}
      error={review.error && firstSentence(review.error)}
      onSend={(form) => {
        const note = String(form.get('note')).trim();
        return review.mutateAsync({ project: project.name, number, review: { version, verdict, note } });
      }}
    >
      <Field label="Note" hint={verdict === 'approved' ? 'Optional.' : 'What is missing.'}>
        <Textarea name="note" maxLength={2_000} required={verdict === 'sent_back'} />
      </Field>
    </FormDialog>
  );
}
