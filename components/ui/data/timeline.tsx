import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon, type IconName } from '#components/ui/icons/icon.tsx';

export type TimelineEntry = {
  key: string;
  /** A Time. */
  time: ReactNode;
  icon: IconName;
  /** Colour of the icon, only where it has a meaning. */
  tone?: 'fail' | 'candidate' | 'pass';
  title: ReactNode;
  detail?: ReactNode;
};

const TONES = { fail: 'text-fail', candidate: 'text-candidate', pass: 'text-pass' } as const;

/** Events, newest first: time, icon on a vertical line, text. `narrow` for feeds with clock times only. */
export function Timeline({ entries, narrow = false }: { entries: TimelineEntry[]; narrow?: boolean }) {
  return (
    <ol data-slot="timeline" className="py-1.5">
      {entries.map((entry, index) => (
        <li
          key={entry.key}
          className={cn(
            'grid gap-2 px-3 py-1.5',
            narrow
              ? 'grid-cols-[48px_16px_minmax(0,1fr)]'
              : 'grid-cols-[104px_18px_minmax(0,1fr)] phone:grid-cols-[18px_minmax(0,1fr)] phone:gap-y-0',
          )}
        >
          <span
            className={cn(
              'text-12 leading-5 whitespace-nowrap text-muted-foreground',
              !narrow && 'phone:col-start-2 phone:row-start-1 phone:leading-4',
            )}
          >
            {entry.time}
          </span>
          <span
            className={cn(
              'relative grid h-5 place-items-center',
              entry.tone && TONES[entry.tone],
              !narrow && 'phone:col-start-1 phone:row-start-2',
            )}
          >
            <Icon name={entry.icon} size={14} />
            {index < entries.length - 1 && (
              <span aria-hidden="true" className="absolute top-5 h-[calc(100%+2px)] w-px bg-border" />
            )}
          </span>
          <div className={cn('min-w-0', !narrow && 'phone:col-start-2 phone:row-start-2')}>
            {entry.title}
            {entry.detail && <div className="text-12 text-muted-foreground">{entry.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
