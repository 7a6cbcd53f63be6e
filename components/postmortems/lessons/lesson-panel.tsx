'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Disclosure } from '#components/ui/data/disclosure.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { percent, plural, UNKNOWN } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { AddCases } from './add-cases.tsx';
import { type Case, importCommand, type Replay, replayBadge, thenWords } from './lesson-words.ts';

/** The cases that an incident left in golden sets, and whether the gate would have stopped it with them. */
export function LessonPanel({ number, name }: { number: number; name: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const input = { project: project.name, number };
  const again = { refetchInterval: AGAIN_MS.serving };
  const { data: cases } = useSuspenseQuery({ ...trpc.lessons.cases.queryOptions(input), ...again });
  const { data: replay } = useSuspenseQuery({ ...trpc.lessons.replay.queryOptions(input), ...again });
  const badge = replayBadge(replay);
  return (
    <Panel aria-labelledby="lesson">
      <PanelHeader
        id="lesson"
        title="Would the gate have stopped it?"
        badge={badge && <StatusBadge state={badge.state}>{badge.word}</StatusBadge>}
        meta={<AddCases number={number} name={name} />}
      />
      <PanelBody className="grid gap-3">
        <p className="text-pretty [overflow-wrap:anywhere]">{replay.sentence}</p>
        {replay.state === 'waiting' && <MissingRuns replay={replay} />}
        {cases.length > 0 && <Cases cases={cases} />}
      </PanelBody>
      {replay.categories.length > 0 && <Categories replay={replay} />}
      {replay.promotion !== null && (
        <PanelFoot>
          The gate of{' '}
          <TextLink href={to.promotion(project.name, replay.promotion)}>the promotion that preceded it</TextLink>, with
          its rules of then. {thenWords(replay)}The cases were chosen because they failed, so they show whether the gate
          can see this fault, not how often it occurs.
        </PanelFoot>
      )}
    </Panel>
  );
}

/** Which golden sets hold the cases, and each case with the request that it is from. */
function Cases({ cases }: { cases: readonly Case[] }) {
  const { project } = useProject();
  const sets = [...Map.groupBy(cases, ({ dataset }) => dataset)];
  return (
    <Disclosure label={`${plural(cases.length, 'case')} in ${sets.map(([dataset]) => dataset).join(', ')}`}>
      <ul className="grid gap-1 pt-1 pl-5 text-12">
        {cases.map(({ dataset, item, request, category }) => (
          <li key={`${dataset} ${item}`} className="[overflow-wrap:anywhere]">
            <TextLink href={to.dataset(project.name, dataset, { search: item })}>{item}</TextLink> in {category}, from
            the request <TextLink href={to.request(project.name, request)}>{request}</TextLink>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** The runs that the answer waits for, each with the command that imports it. */
function MissingRuns({ replay }: { replay: Replay }) {
  const missing = replay.runs.filter(({ run }) => run === null);
  return missing.map((run) => (
    <div key={`${run.dataset} ${run.side}`} className="grid gap-1.5">
      <h3 className="text-12 font-medium">
        Answers of version {run.version}
        {run.model !== null && ` with ${run.model}`} to every item of {run.dataset}, version {run.dataset_version}
      </h3>
      <KeySnippet scopes={['evals']} command={(edgeUrl, key) => importCommand(replay, run, edgeUrl, key)} />
    </div>
  ));
}

const share = (value: number | null): string => (value === null ? UNKNOWN : percent(value));

function Categories({ replay }: { replay: Replay }) {
  const [bad, before] = [
    replay.runs.find(({ side }) => side === 'after'),
    replay.runs.find(({ side }) => side === 'before'),
  ];
  return (
    <Table label="What the gate says with the cases" stack>
      <THead>
        <Tr>
          <Th>Category</Th>
          <Th num>Items</Th>
          <Th num>{before === undefined ? 'Before' : `Version ${before.version}`}</Th>
          <Th num>{bad === undefined ? 'After' : `Version ${bad.version}`}</Th>
          <Th>Verdict</Th>
        </Tr>
      </THead>
      <TBody>
        {replay.categories.map((row) => (
          <Tr key={`${row.dataset} ${row.name}`}>
            <Td head className="[overflow-wrap:anywhere]">
              {row.name}
            </Td>
            <Td num label="Items">
              {row.n}
            </Td>
            <Td num label="Before" unknown={row.baseline === null}>
              {share(row.baseline)}
            </Td>
            <Td num label="After" unknown={row.candidate === null}>
              {share(row.candidate)}
            </Td>
            <Td label="Verdict">
              <StatusBadge state={row.verdict} plain />
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
