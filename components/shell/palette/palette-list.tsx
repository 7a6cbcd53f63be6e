'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Icon } from '#components/ui/icons/icon.tsx';
import type { Finding } from './findings.ts';

/** The results in groups. The focus stays in the field above, which names the chosen line by its id. */
export function PaletteList({ onChoose }: { onChoose: (finding: Finding) => void }) {
  return (
    <Autocomplete.List aria-label="Found" className="min-h-0 overflow-y-auto not-data-empty:py-1.5">
      {({ group, items }: { group: string; items: Finding[] }) => (
        <Autocomplete.Group key={group} items={items}>
          <Autocomplete.GroupLabel className="px-4 pt-2 pb-1 text-12 font-medium text-muted-foreground">
            {group}
          </Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(finding: Finding) => (
              <Autocomplete.Item
                key={finding.key}
                value={finding}
                onClick={() => onChoose(finding)}
                render={(props, { highlighted }) => (
                  // Base UI marks the chosen line at the field only; this marks the line itself, too.
                  // biome-ignore lint/a11y/useAriaPropsSupportedByRole: Base UI gives it the role of an option
                  <div {...props} aria-selected={highlighted} />
                )}
                className="flex min-h-9 cursor-pointer items-center gap-3 px-4 hover:bg-muted data-highlighted:bg-accent phone:min-h-11"
              >
                <Icon name={finding.icon} />
                <span className="min-w-0 flex-1 truncate">{finding.label}</span>
                {finding.hint && <span className="text-12 text-muted-foreground">{finding.hint}</span>}
              </Autocomplete.Item>
            )}
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  );
}
