'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { foldersOf } from './table-state.ts';

/** The path to the folder of the table; every folder but the last is a link. */
export function FolderPath({ folder, flat }: { folder: string; flat: boolean }) {
  const { project } = useProject();
  if (folder === '') return flat ? 'All folders' : 'Prompts';
  const folders = foldersOf(folder);
  return (
    <span className="[overflow-wrap:anywhere] whitespace-normal">
      <TextLink href={to.prompts(project.name)} className="font-normal">
        Prompts
      </TextLink>
      {folders.map(({ name, path }, i) => (
        <span key={path}>
          <span className="px-1 font-normal text-muted-foreground">/</span>
          {i === folders.length - 1 && !flat ? (
            <Mono>{name}</Mono>
          ) : (
            <TextLink href={to.prompts(project.name, { folder: path })} className="font-normal">
              <Mono>{name}</Mono>
            </TextLink>
          )}
        </span>
      ))}
      {flat && <span className="font-normal text-muted-foreground"> and all others</span>}
    </span>
  );
}
