import { AnswerHeader } from '#components/ui/answer-header.tsx';

/** Instead of a page that this person may not see: why, and who can help. */
export function Refused({ reason }: { reason: string }) {
  return (
    <AnswerHeader evidence={`${reason} An admin of the project can change your role.`}>
      You may not see this page.
    </AnswerHeader>
  );
}
