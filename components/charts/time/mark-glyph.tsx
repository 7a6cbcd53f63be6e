import type { MarkKind } from './chart-types.ts';

export const MARK_COLOURS = {
  deployment: 'var(--mark-deploy)',
  rollout: 'var(--mark-rollout)',
  incident: 'var(--mark-incident)',
  price: 'var(--mark-price)',
  'roll-back': 'var(--mark-incident)',
} satisfies Record<MarkKind, string>;

/** ▲ deployment, ● ring rollout step, ◆ incident, ■ price, ▼ roll back; drawn round (0, 0). */
export function MarkGlyph({ kind }: { kind: MarkKind }) {
  const fill = MARK_COLOURS[kind];
  switch (kind) {
    case 'deployment':
      return <path d="M0-4.5l4.5 8.5h-9z" fill={fill} />;
    case 'rollout':
      return <circle r="3.6" fill="var(--card)" stroke={fill} strokeWidth="2.4" />;
    case 'incident':
      return <path d="M0-5l5 5-5 5-5-5z" fill={fill} />;
    case 'price':
      return <rect x="-3.5" y="-3.5" width="7" height="7" fill={fill} />;
    case 'roll-back':
      return <path d="M0 4.5l4.5-8.5h-9z" fill={fill} />;
  }
}

const WORDS = {
  deployment: 'deployment',
  rollout: 'rollout step',
  incident: 'incident',
  price: 'price',
  'roll-back': 'roll back',
} satisfies Record<MarkKind, string>;

const TEXT = {
  deployment: 'text-muted-foreground',
  rollout: 'text-candidate',
  incident: 'text-fail',
  price: 'text-inconclusive',
  'roll-back': 'text-fail',
} satisfies Record<MarkKind, string>;

/** The legend of the glyphs on the rail, once per page, in a panel's header. */
export function MarkKey({ kinds = ['deployment', 'rollout', 'incident', 'price'] }: { kinds?: MarkKind[] }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-12 phone:hidden">
      {kinds.map((kind) => (
        <span key={kind} className={`inline-flex items-center gap-[5px] whitespace-nowrap ${TEXT[kind]}`}>
          <svg viewBox="-6 -6 12 12" className="size-3" aria-hidden="true">
            <MarkGlyph kind={kind} />
          </svg>
          {WORDS[kind]}
        </span>
      ))}
    </span>
  );
}
