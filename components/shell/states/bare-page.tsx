import type { ReactNode } from 'react';
import { BrandSign } from '#components/shell/frame/brand.tsx';
import { to } from '#components/shell/to.ts';
import { PlainLink } from '#components/ui/link.tsx';

/** A page outside of any project: no sidebar, only the link home. */
export function BarePage({ children }: { children: ReactNode }) {
  return (
    <main id="main" className="mx-auto grid max-w-[680px] content-start gap-8 p-5">
      <PlainLink
        href={to.home()}
        className="flex min-h-6 w-fit items-center gap-2 text-14 font-semibold tracking-[-0.01em]"
      >
        <BrandSign />
        Switchyard
      </PlainLink>
      {children}
    </main>
  );
}
