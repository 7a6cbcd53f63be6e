import { Badge } from '#components/ui/badge/badge.tsx';
import type { PostmortemState } from '#server/postmortems/domain/postmortem.ts';
import { STATES } from './postmortem-words.ts';

/** The state of a post-mortem. */
export function PostmortemBadge({ state, size }: { state: PostmortemState; size?: 'lg' }) {
  const { word, tone, icon } = STATES[state];
  return (
    <Badge tone={tone} icon={icon} size={size}>
      {word}
    </Badge>
  );
}
