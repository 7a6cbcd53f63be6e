'use client';

import { Button } from '#components/ui/form/button.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Mono } from '#components/ui/tags.tsx';

/** A page could not be made. The digest finds the line in the server's log; nothing else of it is shown. */
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
                The server&apos;s log has the cause under <Mono>{digest}</Mono>.
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
