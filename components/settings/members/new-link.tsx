'use client';

import { CommandLine } from '#components/ui/command-line.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

/** The one-time link, shown this once. */
export function NewLink({ name, link, onClose }: { name: string; link: string; onClose: () => void }) {
  return (
    <Dialog
      title={`Sign-in link for ${name}`}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <OneTimeLink link={link} />
    </Dialog>
  );
}

export function OneTimeLink({ link }: { link: string }) {
  return (
    <div className="grid gap-2">
      <CommandLine command={link} />
      <p className="text-muted-foreground">
        Send it over a channel that only they read. It works once, within 24 hours, ends every earlier link of theirs,
        and is not shown again.
      </p>
    </div>
  );
}
