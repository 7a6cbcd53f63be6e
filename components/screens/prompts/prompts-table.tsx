'use client';

import { Fragment, type ReactNode } from 'react';
import { type FiguresRead, OUTCOME_HEAD, OutcomeCell } from '#components/cost/outcomes/outcome-cell.tsx';
import { FolderRow } from '#components/prompts/table/folder-row.tsx';
import { NameCell, type PromptList, type PromptRow, ServingCell } from '#components/prompts/table/prompt-cells.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { FIGURE_COLUMNS, FigureCell, type PromptFigures } from '#components/telemetry/prompts/prompt-figures.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Time } from '#components/ui/time/time.tsx';

/** A column behind the name of the prompt; `cell` is a `Td`. An environment may be named like another heading, a key not. */
type Column = { key: string; head: string; cell: (row: PromptRow) => ReactNode };

/** Folders first, then one row per prompt: what serves where and since when, its figures of seven days, and what an outcome costs. */
export function PromptsTable({
  folders,
  open,
  rows,
  environments,
  figures,
  costs,
}: {
  folders: PromptList['folders'];
  /** Whether the rows hold the prompts of the folders as well. */
  open: boolean;
  rows: readonly PromptRow[];
  environments: PromptList['environments'];
  /** By the name of the prompt; a prompt without traffic has none. */
  figures: ReadonlyMap<string, PromptFigures>;
  /** What an outcome costs, by the name of the prompt. */
  costs: FiguresRead<string>;
}) {
  const { project } = useProject();
  const columns: readonly Column[] = [
    ...environments.map(
      ({ name }): Column => ({
        key: `environment ${name}`,
        head: name,
        cell: (row) => <ServingCell row={row} environment={name} />,
      }),
    ),
    ...FIGURE_COLUMNS.map(
      (column): Column => ({
        key: column.head,
        head: column.head,
        cell: ({ name }) => <FigureCell column={column} prompt={name} figures={figures.get(name)} />,
      }),
    ),
    {
      key: OUTCOME_HEAD,
      head: OUTCOME_HEAD,
      cell: ({ name }) => (
        <OutcomeCell read={costs} of={name} href={to.cost(project.name, { prompt: name, range: '7d' })} />
      ),
    },
    {
      key: 'Last change',
      head: 'Last change',
      cell: (row) => (
        <Td num label="Last change">
          <Time at={row.latestAt ?? row.createdAt} />
        </Td>
      ),
    },
  ];
  const promptRow = (row: PromptRow) => (
    <Tr key={row.id} tall hover>
      <NameCell row={row} />
      {columns.map(({ key, cell }) => (
        <Fragment key={key}>{cell(row)}</Fragment>
      ))}
    </Tr>
  );
  return (
    <Table label="Prompts" stack>
      <THead>
        <Tr>
          <Th>Prompt</Th>
          {columns.map(({ key, head }) => (
            <Th key={key} num>
              {head}
            </Th>
          ))}
        </Tr>
      </THead>
      <TBody>
        {folders.map((folder) => (
          <Fragment key={folder.path}>
            <FolderRow folder={folder} columns={columns.length} />
            {open && rows.filter(({ name }) => name.startsWith(`${folder.path}/`)).map(promptRow)}
          </Fragment>
        ))}
        {rows.filter(({ name }) => !open || !folders.some(({ path }) => name.startsWith(`${path}/`))).map(promptRow)}
      </TBody>
    </Table>
  );
}
