'use client';

import { type CSSProperties, type ReactNode, useState } from 'react';
import { PlainLink } from '#components/ui/link.tsx';
import type { Mark } from './chart-types.ts';
import { MarkGlyph } from './mark-glyph.tsx';
import { markName } from './mark-name.ts';

/**
 * Several marks that are too close to be clicked apart: one button that opens their list. It has its own small
 * disclosure, because the menu of the design system would make the chunk of the charts half as large again.
 */
export function ChartCluster({
  marks,
  box,
  atRight,
  className,
  tip,
  children,
}: {
  marks: readonly Mark[];
  box: CSSProperties;
  atRight: boolean;
  className: string;
  /** Names the marks on hover. */
  tip: ReactNode;
  /** The glyphs. */
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the keys and the focus of its own controls
    <div
      className="absolute z-5"
      style={box}
      onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setOpen(false)}
    >
      {/* Beside the button, not in it: a number drawn in it would be read as its name. */}
      {children}
      <button
        type="button"
        aria-expanded={open}
        aria-label={`${marks.length} changes: ${marks.map(markName).join('; ')}`}
        onClick={() => setOpen(!open)}
        className={`${className} inset-0 size-full`}
      >
        {!open && tip}
      </button>
      {open && (
        <ul
          className={`absolute bottom-full z-10 mb-1 max-h-64 w-max max-w-80 overflow-y-auto rounded-lg border border-border-strong bg-popover p-1 text-13 text-popover-foreground shadow-overlay ${atRight ? 'right-0' : 'left-0'}`}
        >
          {marks.map((mark) => (
            <li key={`${mark.t}${mark.title}`} className="flex items-center gap-1.5 rounded-sm px-2 hover:bg-accent">
              <svg viewBox="-6 -6 12 12" className="size-3 flex-none" aria-hidden="true">
                <MarkGlyph kind={mark.kind} />
              </svg>
              {mark.href ? (
                <PlainLink href={mark.href} className="min-h-8 flex-1 py-1.5">
                  {markName(mark)}
                </PlainLink>
              ) : (
                <span className="py-1.5">{markName(mark)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
