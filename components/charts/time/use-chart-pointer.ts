'use client';

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { nearestMoment } from './chart-data.ts';
import type { Hover } from './chart-group.tsx';
import { type Plot, timeAt } from './chart-layout.ts';

/** A shorter movement is a click, not a drag. */
const DRAG_MIN_PX = 6;

/** Pointer and arrow keys on a plot: hover a moment, open it, or drag over a period to zoom into it. */
export function useChartPointer({
  plot,
  moments,
  owner,
  hover,
  setHover,
  onZoom,
  onPick,
}: {
  plot: Plot;
  moments: readonly number[];
  owner: string;
  hover: Hover;
  setHover: (next: Hover) => void;
  onZoom?: (fromMs: number, toMs: number) => void;
  onPick?: (atMs: number) => void;
}) {
  const [drag, setDrag] = useState<{ start: number; end: number } | null>(null);
  const xIn = (event: PointerEvent<HTMLElement>) =>
    Math.min(
      plot.left + plot.width,
      Math.max(plot.left, event.clientX - event.currentTarget.getBoundingClientRect().left),
    );
  const pointAt = (t: number) => {
    const nearest = nearestMoment(moments, t);
    setHover(nearest === null ? null : { t: nearest, owner });
  };

  return {
    drag,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0 || event.target !== event.currentTarget || !onZoom) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ start: xIn(event), end: xIn(event) });
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        pointAt(timeAt(plot, xIn(event)));
        if (drag) setDrag({ ...drag, end: xIn(event) });
      },
      onPointerUp(event: PointerEvent<HTMLElement>) {
        const dragged = drag && Math.abs(drag.end - drag.start) >= DRAG_MIN_PX;
        setDrag(null);
        if (dragged) {
          onZoom?.(timeAt(plot, Math.min(drag.start, drag.end)), timeAt(plot, Math.max(drag.start, drag.end)));
        } else if (event.target === event.currentTarget) {
          const nearest = nearestMoment(moments, timeAt(plot, xIn(event)));
          if (nearest !== null) onPick?.(nearest);
        }
      },
      onPointerLeave() {
        if (!drag) setHover(null);
      },
      onPointerCancel() {
        setDrag(null);
        setHover(null);
      },
      onBlur() {
        setHover(null);
      },
      onKeyDown(event: KeyboardEvent<HTMLElement>) {
        if (event.target !== event.currentTarget) return;
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (step !== undefined) {
          event.preventDefault();
          const index = hover ? moments.indexOf(hover.t) : step > 0 ? -1 : moments.length;
          const next = moments[Math.min(moments.length - 1, Math.max(0, index + step))];
          if (next !== undefined) setHover({ t: next, owner });
        } else if (event.key === 'Enter' && hover) {
          onPick?.(hover.t);
        } else if (event.key === 'Escape') {
          setDrag(null);
          setHover(null);
        }
      },
    },
  };
}
