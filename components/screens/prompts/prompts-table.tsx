'use client';

import { Fragment } from 'react';
import { FolderRow } from '#components/prompts/table/folder-row.tsx';
import { NameCell, type PromptList, type PromptRow, ServingCell } from '#components/prompts/table/prompt-cells.tsx';
import {
  FIGURE_COLUMNS,
  FigureCells,
  FigureHeads,
  type PromptFigures,
} from '#components/telemetry/prompts/prompt-figures.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Time } from '#components/ui/time/time.tsx';

/** Folders first, then one row per prompt: what serves where and since when, and its figures of seven days. */
export function PromptsTable({
  folders,
  open,
  rows,
  environments,
  figures,
}: {
  folders: PromptList['folders'];
  /** Whether the rows hold the prompts of the folders as well. */
  open: boolean;
  rows: readonly PromptRow[];
  environments: PromptList['environments'];
  /** By the name of the prompt; a prompt without traffic has none. */
  figures: ReadonlyMap<string, PromptFigures>;
}) {
  const promptRow = (row: PromptRow) => (
    <Tr key={row.id} tall hover>
      <NameCell row={row} />
      {environments.map(({ name }) => (
        <ServingCell key={name} row={row} environment={name} />
      ))}
      <FigureCells prompt={row.name} figures={figures.get(row.name)} />
      <Td num label="Last change">
        <Time at={row.latestAt ?? row.createdAt} />
      </Td>
    </Tr>
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
          <FigureHeads />
          <Th num>Last change</Th>
        </Tr>
      </THead>
      <TBody>
        {folders.map((folder) => (
          <Fragment key={folder.path}>
            <FolderRow folder={folder} columns={environments.length + FIGURE_COLUMNS + 1} />
            {open && rows.filter(({ name }) => name.startsWith(`${folder.path}/`)).map(promptRow)}
          </Fragment>
        ))}
        {rows.filter(({ name }) => !open || !folders.some(({ path }) => name.startsWith(`${path}/`))).map(promptRow)}
      </TBody>
    </Table>
  );
}
