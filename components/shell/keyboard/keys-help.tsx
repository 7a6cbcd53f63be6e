'use client';

import { Kbd } from '#components/ui/kbd.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { KEYS } from './keys.ts';

/** The list of keys, opened with `?`. */
export function KeysHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog title="Keyboard" open={open} onOpenChange={onOpenChange} width="sm">
      <div className="grid gap-3">
        {KEYS.map(({ group, keys }) => (
          <section key={group}>
            <h3 className="pb-1 text-12 font-medium text-muted-foreground">{group}</h3>
            <dl className="grid grid-cols-[104px_minmax(0,1fr)] items-center gap-x-3 gap-y-1">
              {keys.map(({ press, does }) => (
                <div key={does} className="contents">
                  <dt className="flex gap-1">
                    {press.map((key) => (
                      <Kbd key={key} className="phone:inline-block">
                        {key}
                      </Kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
