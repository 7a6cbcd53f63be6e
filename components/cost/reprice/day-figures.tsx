import { windowQuery } from '#components/shell/time/window-query.ts';
import { to } from '#components/shell/to.ts';
import { TextLink } from '#components/ui/link.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { FiguresTable } from './figures-table.tsx';
import type { Figures } from './reprice-words.ts';

/** The newest day first, each with its requests. */
export function DayFigures({
  project,
  model,
  days,
}: {
  project: string;
  model: string;
  days: readonly (Figures & { day: string })[];
}) {
  const now = useNow();
  return (
    <FiguresTable
      label="What changes, by day"
      head="Day"
      rows={days.toReversed().map(({ day, ...figures }) => {
        const at = Date.parse(day);
        const window = windowQuery(at, Math.max(at + 1, Math.min(now, at + DAY_MS)));
        return {
          key: day,
          name: <TextLink href={to.requests(project, { model, ...window })}>{calendarDay(day, now)}</TextLink>,
          figures,
        };
      })}
    />
  );
}
