import type { ReactNode } from 'react';

/**
 * Our icons, drawn on a grid of 16 with a stroke of 1.5 (see icon.tsx), named by what they mean.
 * For everything that is not here lucide-react has one; keep to one family inside one row.
 */
const RING = <circle cx="8" cy="8" r="5.7" />;
const OCTAGON = <path d="M5.6 2.3h4.8l3.3 3.3v4.8l-3.3 3.3H5.6l-3.3-3.3V5.6z" />;
const line = (d: string, strokeWidth?: number): ReactNode => <path d={d} strokeWidth={strokeWidth} />;

export const ICON_PATHS = {
  // places
  overview: line('M2.5 8a5.5 5.5 0 1 1 11 0M8 8l2.5-2.5M2.5 11.5h11'),
  prompt: line('M3 3.5h10M3 6.5h7M3 9.5h10M3 12.5h5'),
  promotion: line('M3 13V9.5A3.5 3.5 0 0 1 6.5 6H13M10 3l3 3-3 3M3 5.5V3'),
  rollout: line('M2.5 13h2.75v-3H8V7h2.75V4h2.75'),
  eval: line('M2.5 4l1.2 1.2L6 3M2.5 8.3l1.2 1.2L6 7.3M2.5 12.5l1.2 1.2L6 11.5M8.5 4h5M8.5 8.3h5M8.5 12.6h5'),
  model: line('M5 5h6v6H5zM6.5 5V2.5M9.5 5V2.5M6.5 13.5V11M9.5 13.5V11M5 6.5H2.5M5 9.5H2.5M13.5 6.5H11M13.5 9.5H11'),
  monitor: line('M2 8h2.8l1.7-4.5 3 9L11.2 8H14'),
  alert: line('M4 11V7.2a4 4 0 0 1 8 0V11l1 1.2H3zM6.7 14h2.6'),
  incident: line('M8 2.5 14 13H2zM8 6.5v3M8 11.2v.2'),
  runbook: line('M3 3.2c2-.7 3.6-.5 5 .5 1.4-1 3-1.2 5-.5v9c-2-.7-3.6-.5-5 .6-1.4-1.1-3-1.3-5-.6zM8 3.8v9'),
  cost: line(
    'M8 2.2v11.6M11 4.9C10.4 4 9.3 3.6 8 3.6c-1.7 0-3 .8-3 2.1 0 3 6.1 1.5 6.1 4.5 0 1.4-1.4 2.2-3.1 2.2-1.5 0-2.7-.6-3.2-1.6',
  ),
  settings: (
    <>
      {line('M2.5 4.5h6M12 4.5h1.5M2.5 11.5H4M7.5 11.5h6')}
      <circle cx="10.2" cy="4.5" r="1.7" />
      <circle cx="5.8" cy="11.5" r="1.7" />
    </>
  ),
  // verdicts and states
  pass: (
    <>
      {RING}
      {line('m5.4 8.2 1.8 1.8 3.5-3.8')}
    </>
  ),
  fail: (
    <>
      {OCTAGON}
      {line('m6 6 4 4m0-4-4 4')}
    </>
  ),
  inconclusive: (
    <>
      {line('M8 1.8 14.2 8 8 14.2 1.8 8z')}
      {line('M6.7 6.7c0-.8.6-1.2 1.3-1.2s1.3.4 1.3 1.1c0 .9-1.3 1-1.3 2M8 10.4v.1')}
    </>
  ),
  clock: (
    <>
      {RING}
      {line('M8 4.8V8l2.2 1.5')}
    </>
  ),
  blocked: (
    <>
      {RING}
      {line('M4.5 8h7', 2.2)}
    </>
  ),
  running: (
    <>
      {RING}
      <path d="M8 2.3a5.7 5.7 0 0 1 0 11.4z" fill="currentColor" stroke="none" />
    </>
  ),
  waits: <circle cx="8" cy="8" r="5.7" strokeDasharray="2.4 2.08" />,
  pause: line('M5.5 3.5v9M10.5 3.5v9', 2),
  breaker: line('M9 1.8 3.5 9h3.8L6.5 14.2 12.5 7H8.6z'),
  deployment: <path d="M8 3l5 9.5H3z" fill="currentColor" />,
  // acts
  'roll-back': line('M6 3 2.8 6.2 6 9.4M3 6.2h6.2a3.7 3.7 0 0 1 0 7.4H6'),
  advance: line('M3 3.5v9L9.5 8zM12.5 3.5v9'),
  play: line('M5 3.5v9L12 8z'),
  check: line('m3.5 8.5 3 3 6-7', 2),
  close: line('m4 4 8 8m0-8-8 8'),
  plus: line('M8 3v10M3 8h10'),
  minus: line('M3 8h10'),
  note: line('M3 3h10v7l-3 3H3zM10 13v-3h3'),
  person: (
    <>
      <circle cx="8" cy="5.5" r="2.7" />
      {line('M2.8 13.5c.6-2.7 2.6-4 5.2-4s4.6 1.3 5.2 4')}
    </>
  ),
  export: line('M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10'),
  commit: (
    <>
      <circle cx="8" cy="8" r="2.5" />
      {line('M1.5 8h4M10.5 8h4')}
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4" />
      {line('m10 10 3.5 3.5')}
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor" />
    </>
  ),
  menu: line('M2.5 4.5h11M2.5 8h11M2.5 11.5h11'),
  more: line('M3.5 8h.01M8 8h.01M12.5 8h.01', 2.4),
  info: (
    <>
      {RING}
      {line('M8 7.4v3.4M8 5.2v.1')}
    </>
  ),
  key: (
    <>
      <circle cx="5.5" cy="10.5" r="2.7" />
      {line('m7.5 8.5 5.5-5.5M10.5 5.5l2 2')}
    </>
  ),
  // directions
  'arrow-right': line('M3 8h10M9 4l4 4-4 4'),
  'chevron-right': line('m6 4 4 4-4 4'),
  'chevron-down': line('m4.5 6.5 3.5 3.5 3.5-3.5'),
  'chevron-up': line('m4.5 9.5 3.5-3.5 3.5 3.5'),
  'chevron-left': line('m10 4-4 4 4 4'),
  'up-down': line('m5 6 3-3 3 3M5 10l3 3 3-3'),
} satisfies Record<string, ReactNode>;
