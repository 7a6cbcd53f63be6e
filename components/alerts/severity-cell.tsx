import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Td } from '#components/ui/data/table.tsx';
import type { Severity } from '#server/alerts/domain/alert.ts';
import { SEVERITY_WORDS } from './alert-words.ts';

/** How loud an alert or a monitor is, in a table. */
export function SeverityCell({ severity }: { severity: Severity }) {
  const { word, badge } = SEVERITY_WORDS[severity];
  return (
    <Td label="Severity">
      <StatusBadge state={badge}>{word}</StatusBadge>
    </Td>
  );
}
