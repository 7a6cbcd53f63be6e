import type { ReactNode } from 'react';

const HALF_DISC = (
  <>
    <circle cx="8" cy="8" r="5.7" />
    <path d="M8 2.3a5.7 5.7 0 0 1 0 11.4z" fill="currentColor" stroke="none" />
  </>
);

/** The icons that Lucide lacks, on a grid of 16 with a stroke of 1.5, which is Lucide's 2.25 on its grid of 24. */
export const ICON_PATHS = {
  /** Steps of traffic. */
  rollout: <path d="M2.5 13h2.75v-3H8V7h2.75V4h2.75" />,
  /** The third verdict: it differs from pass and fail by its outline, not by colour alone. */
  inconclusive: (
    <>
      <path d="M8 1.8 14.2 8 8 14.2 1.8 8z" />
      <path d="M6.7 6.7c0-.8.6-1.2 1.3-1.2s1.3.4 1.3 1.1c0 .9-1.3 1-1.3 2M8 10.4v.1" />
    </>
  ),
  running: HALF_DISC,
  /** Light or dark. */
  theme: HALF_DISC,
  /** The filled triangle that marks a deployment in charts (charts/mark-glyph.tsx). */
  deployment: <path d="M8 3l5 9.5H3z" fill="currentColor" />,
} satisfies Record<string, ReactNode>;
