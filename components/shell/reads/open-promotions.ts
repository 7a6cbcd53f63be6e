import type { Inputs } from '#components/shell/trpc.ts';

/** The read behind the count in the sidebar and the promotions in the palette; the layout prefetches it. */
export function openPromotions(project: string): Inputs['promotions']['list'] {
  return { project, group: 'open', limit: 50 };
}
