'use client';

import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import type { Finding } from './findings.ts';

/** What was found, in groups. The keyboard stays in the field above; the chosen line is named by its id. */
export function PaletteList({
  id,
  findings,
  chosen,
  optionId,
  onChoose,
}: {
  id: string;
  findings: Finding[];
  chosen: Finding | undefined;
  optionId: (finding: Finding) => string;
  onChoose: (finding: Finding) => void;
}) {
  const groups = [...new Set(findings.map((finding) => finding.group))];
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Found"
      className={cn('min-h-0 overflow-y-auto', groups.length > 0 && 'py-1.5')}
    >
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox has no element of its own
        <div key={group} role="group" aria-label={group}>
          <div aria-hidden="true" className="px-4 pt-2 pb-1 text-12 font-medium text-muted-foreground">
            {group}
          </div>
          {findings
            .filter((finding) => finding.group === group)
            .map((finding) => (
              <div
                key={finding.key}
                id={optionId(finding)}
                role="option"
                tabIndex={-1}
                aria-selected={finding === chosen}
                onClick={() => onChoose(finding)}
                onKeyDown={undefined}
                className={cn(
                  'flex min-h-9 cursor-pointer items-center gap-3 px-4 hover:bg-muted phone:min-h-11',
                  finding === chosen && 'bg-accent hover:bg-accent',
                )}
              >
                <Icon name={finding.icon} />
                <span className="min-w-0 flex-1 truncate">{finding.label}</span>
                {finding.hint && <span className="text-12 text-muted-foreground">{finding.hint}</span>}
              </div>
            ))}
        </div>
      ))}
    </div>
  );
}
