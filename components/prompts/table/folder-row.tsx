'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Td, Tr } from '#components/ui/data/table.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Mono } from '#components/ui/tags.tsx';
import type { PromptList } from './prompt-cells.tsx';

/** A folder as a row that opens it; `columns` is the number of columns after the name. */
export function FolderRow({ folder, columns }: { folder: PromptList['folders'][number]; columns: number }) {
  const { project } = useProject();
  return (
    <Tr hover>
      <Td head className="max-w-96">
        <TextLink
          href={to.prompts(project.name, { folder: folder.path })}
          data-row=""
          className="block truncate font-strong"
          title={folder.path}
        >
          <Mono>{folder.name}/</Mono>
        </TextLink>
      </Td>
      <Td colSpan={columns} label="Holds" className="text-muted-foreground">
        {plural(folder.prompts, 'prompt')}
      </Td>
    </Tr>
  );
}
