'use client';

import { AnswerHeader } from '../ui/answer-header.tsx';
import { Button } from '../ui/button.tsx';
import { BarePage } from './bare-page.tsx';
import { leave } from './leave.ts';

/** Somebody is signed in and belongs to no project. */
export function NoProject() {
  return (
    <BarePage>
      <AnswerHeader evidence="An admin of a project can invite you under Settings, Members. On the server itself: bin/switchyard projects create --name P">
        You are not a member of any project.
      </AnswerHeader>
      <Button className="w-fit" onClick={() => void leave()}>
        Sign out
      </Button>
    </BarePage>
  );
}
