import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { score as scoreText } from '#components/ui/format.ts';

/** The score of an answer: right, wrong, a score between, or unresolved. It has no frame, because its rows have one. */
export function ScoreBadge({ score }: { score: number | null }) {
  if (score === null)
    return (
      <StatusBadge state="inconclusive" plain>
        Unresolved
      </StatusBadge>
    );
  if (score === 1) return <StatusBadge state="right" plain />;
  if (score === 0) return <StatusBadge state="wrong" plain />;
  return <span className="text-12 font-medium whitespace-nowrap">Score {scoreText(score)}</span>;
}
