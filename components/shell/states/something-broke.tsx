'use client';

import { Button } from '#components/ui/form/button.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Mono } from '#components/ui/tags.tsx';

/**
 * Shown when a page could not be rendered. The digest finds the line in the server's log; no other detail of the error
 * is shown.
 */
export function SomethingBroke({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : null;
  return (
    <div className="grid justify-items-start gap-4">
      <PageHeadline
        evidence={
          <>
            Try again in a moment.
            {digest && (
              <>
                {' '}
                The cause is in the server&apos;s log under <Mono>{digest}</Mono>.
              </>
            )}
          </>
        }
      >
        This page could not be shown.
      </PageHeadline>
      <Button onClick={retry}>Try again</Button>
    </div>
  );
}
