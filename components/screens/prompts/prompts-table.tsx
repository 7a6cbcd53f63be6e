'use client';

import { Fragment } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { PromptRow } from './prompt-row.tsx';

/** Seven days of a prompt, by its name; a prompt without traffic has none. */
export type Figures = ReadonlyMap<string, Outputs['telemetry']['promptStats'][number]>;

type List = Outputs['prompts']['list'];

/** Folders first, then a row a prompt: what serves where and since when, and how seven days of it went. */
export function PromptsTable({
  folders,
  open,
  rows,
  environments,
  figures,
}: {
  folders: List['folders'];
  /** Whether the rows hold the prompts of the folders as well. */
  open: boolean;
  rows: List['data'];
  environments: List['environments'];
  figures: Figures;
}) {
  const promptRow = (row: List['data'][number]) => (
    <PromptRow key={row.id} row={row} environments={environments} figures={figures.get(row.name)} />
  );
  return (
    <Table label="Prompts" stack>
      <THead>
        <Tr>
          <Th>Prompt</Th>
          {environments.map(({ name }) => (
            <Th key={name} num>
              {name}
            </Th>
          ))}
          <Th num>Requests</Th>
          <Th num>Errors</Th>
          <Th num>Quality</Th>
          <Th num>Cost per outcome</Th>
          <Th num>Last change</Th>
        </Tr>
      </THead>
      <TBody>
        {folders.map((folder) => (
          <Fragment key={folder.path}>
            <FolderRow folder={folder} columns={environments.length + 5} />
            {open && rows.filter(({ name }) => name.startsWith(`${folder.path}/`)).map(promptRow)}
          </Fragment>
        ))}
        {rows.filter(({ name }) => !open || !folders.some(({ path }) => name.startsWith(`${path}/`))).map(promptRow)}
      </TBody>
    </Table>
  );
}

/** A folder that leads into itself. */
function FolderRow({ folder, columns }: { folder: Outputs['prompts']['list']['folders'][number]; columns: number }) {
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
