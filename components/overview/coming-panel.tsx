import { to } from '#components/shell/to.ts';
import { cn } from '#components/ui/cn.ts';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { comingOf, type Retirement, type SilenceEnding } from './coming.ts';
import { type Money, moreWords } from './money-words.ts';

const SHOWN_MAX = 8;

/** What will change by itself: retirements and silences at once, prices and budgets as soon as the money of the page is read. */
export function ComingPanel({
  project,
  retirements,
  silences,
  money,
  isReading,
}: {
  project: string;
  retirements: readonly Retirement[];
  silences: readonly SilenceEnding[];
  money: Money | undefined;
  isReading: boolean;
}) {
  const now = useNow();
  const lines = comingOf(project, { retirements, silences, money, now });
  const more = lines.length - SHOWN_MAX;
  return (
    <Panel>
      <PanelHeader title="Coming" meta={lines.length} />
      {lines.length === 0 && !isReading && (
        <PanelBody className="text-muted-foreground">
          {money === undefined ? 'No model that serves retires within 180 days.' : NOTHING}
        </PanelBody>
      )}
      <ul className="[&>li:last-child]:border-b-0">
        {lines.slice(0, SHOWN_MAX).map(({ key, days, at, title, sub, href, isUrgent }) => (
          <li key={key} className="grid grid-cols-[62px_minmax(0,1fr)_auto] gap-x-2.5 border-b px-3 py-2">
            <span className={cn('font-strong', isUrgent && 'text-fail')}>{inDays(days)}</span>
            <div className="min-w-0">
              <TextLink href={href} data-row={key} className="[overflow-wrap:anywhere]">
                {title}
              </TextLink>
              <div className="text-12 text-muted-foreground">{sub}</div>
            </div>
            <span className="text-12 whitespace-nowrap text-muted-foreground">{calendarDay(at, now)}</span>
          </li>
        ))}
        {isReading && (
          <li className="grid grid-cols-[62px_minmax(0,1fr)] items-center gap-x-2.5 border-b px-3 py-3.5">
            <Skeleton className="w-10" />
            <Skeleton className="w-[70%]" />
          </li>
        )}
      </ul>
      {more > 0 && (
        <PanelFoot>
          {moreWords(more)}, on <TextLink href={to.models(project, { tab: 'deprecations' })}>deprecations</TextLink> and{' '}
          <TextLink href={to.budgets(project)}>budgets</TextLink>.
        </PanelFoot>
      )}
      {money === undefined && !isReading && (
        <PanelFoot>Announced prices and budgets could not be read; they are read again by themselves.</PanelFoot>
      )}
    </Panel>
  );
}

const NOTHING =
  'Nothing. Retirements of models that serve, announced price changes, budgets that end before their month and silences that end appear here.';

/** `21 days`, `today`, `3 days ago`. */
function inDays(days: number): string {
  if (days === 0) return 'today';
  return days > 0 ? plural(days, 'day') : `${plural(-days, 'day')} ago`;
}
