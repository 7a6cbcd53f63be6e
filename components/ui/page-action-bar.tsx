import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/**
 * The decision of a page, visible while it scrolls: what will happen and why, then the buttons, refusals first, the main
 * action last. On phones it is at the bottom; it adds the space that the page needs under it.
 */
export function PageActionBar({
  title,
  children,
  actions,
  label = 'Decision',
  className,
}: {
  title: ReactNode;
  /** To how much traffic, and how to undo it; or why a decision is not possible. */
  children?: ReactNode;
  actions: ReactNode;
  label?: string;
  className?: string;
}) {
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's look and legend */}
      <div
        role="group"
        data-slot="action-bar"
        aria-label={label}
        className={cn(
          'sticky top-[calc(var(--header-height)+8px)] z-15 flex min-h-13 items-center gap-2.5 rounded-lg border border-border-strong bg-card px-3 py-2 shadow-bar',
          // Hides what scrolls between the header and the bar.
          'before:absolute before:inset-x-0 before:-top-[21px] before:-z-10 before:h-5 before:bg-background',
          'phone:fixed phone:inset-x-0 phone:top-auto phone:bottom-0 phone:z-30 phone:flex-wrap phone:gap-2 phone:rounded-none phone:border-x-0 phone:border-b-0 phone:pb-2.5 phone:before:hidden',
          className,
        )}
      >
        <div className="min-w-0 flex-1 text-12 text-muted-foreground phone:basis-full">
          <b className="block text-13 leading-[18px] font-strong text-foreground">{title}</b>
          {children}
        </div>
        <div className="flex items-center gap-2.5 phone:w-full phone:gap-2 phone:*:h-11 phone:*:flex-auto phone:*:px-2">
          {actions}
        </div>
      </div>
      <div aria-hidden="true" className="hidden phone:order-last phone:block phone:h-28" />
    </>
  );
}
