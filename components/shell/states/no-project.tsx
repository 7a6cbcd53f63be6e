'use client';

import { leave } from '#components/shell/leave.ts';
import { Button } from '#components/ui/form/button.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { BarePage } from './bare-page.tsx';

/** Shown to a signed-in person who is a member of no project. */
export function NoProject() {
  return (
    <BarePage>
      <PageHeadline evidence="An admin of a project can invite you under Settings, Members. On the server itself: bin/switchyard projects create --name P">
        You are not a member of any project.
      </PageHeadline>
      <Button className="w-fit" onClick={() => void leave()}>
        Sign out
      </Button>
    </BarePage>
  );
}
