import { position, type Scale } from '#components/charts/scale.ts';

/**
 * One row: a name, its score, and a dot with its interval on a shared scale, for comparing the scores of several
 * things.
 */
export function IntervalBar({
  scale,
  value,
  low,
  high,
  emphasised = false,
  reference,
  label,
}: {
  scale: Scale;
  value: number;
  low: number;
  high: number;
  /** Drawn in the text colour instead of grey. */
  emphasised?: boolean;
  /** A reference tick on the track, such as the score of chance. */
  reference?: number;
  label: string;
}) {
  const at = (of: number) => `${position(scale, of) * 100}%`;
  const colour = emphasised ? 'var(--foreground)' : 'var(--muted-foreground)';
  return (
    <div className="h-3 px-1">
      <svg role="img" aria-label={label} className="block size-full overflow-visible">
        <line x1="-4" x2="100%" y1="50%" y2="50%" stroke="var(--border)" />
        {reference !== undefined && (
          <line x1={at(reference)} x2={at(reference)} y1="2" y2="10" stroke="var(--border-strong)" />
        )}
        <line x1={at(low)} x2={at(high)} y1="50%" y2="50%" stroke={colour} strokeWidth="2.5" />
        <circle cx={at(value)} cy="50%" r="4" fill={colour} />
      </svg>
    </div>
  );
}
