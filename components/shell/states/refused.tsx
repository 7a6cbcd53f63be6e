import { PageHeadline } from '#components/ui/page-headline.tsx';

/** Shown instead of a page that this person may not see: why, and who can help. */
export function Refused({ reason }: { reason: string }) {
  return (
    <PageHeadline evidence={`${reason} An admin of the project can change your role.`}>
      You may not see this page.
    </PageHeadline>
  );
}
