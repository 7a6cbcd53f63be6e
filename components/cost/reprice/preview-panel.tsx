'use client';

import { to } from '#components/shell/to.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { money } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { dayAndTime } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { DayFigures } from './day-figures.tsx';
import { FiguresTable } from './figures-table.tsx';
import { budgetWords, type Preview, repriceSentences } from './reprice-words.ts';

const PROMPTS_SHOWN = 50;

/** Every figure that a correction changes: in all, by budget, by day and by prompt. */
export function PreviewPanels({ project, preview }: { project: string; preview: Preview }) {
  const now = useNow();
  const { model, total, stayUnknown, lacking, days, prompts, budgets, until, to: end } = preview;
  const sentences = repriceSentences(total, { stay: stayUnknown, lacking, done: false });
  const isWhole = until >= end;
  return (
    <>
      <Panel aria-label="What changes">
        <PanelHeader title="What changes" qualifier={model} />
        {total.changed === 0 ? (
          <EmptyState level={3} title="Nothing changes">
            {sentences.join(' ')}
          </EmptyState>
        ) : (
          <PanelBody className="grid gap-1 text-pretty">
            {sentences.map((sentence, i) => (
              <p key={sentence} className={i === 0 ? 'text-16 font-semibold' : undefined}>
                {sentence}
              </p>
            ))}
          </PanelBody>
        )}
        {!isWhole && (
          <PanelBody className="border-t">
            The preview ended when its time was up: requests from {dayAndTime(until, now)} on are not in these figures,
            and are priced again all the same. Preview a shorter time to see all of it.
          </PanelBody>
        )}
        <PanelFoot>
          Sums are of the requests whose cost is known. Charts, tasks and budgets follow within a minute of the end;
          savings when their report is computed again.
        </PanelFoot>
      </Panel>
      {budgets.length > 0 && <Budgets project={project} budgets={budgets} />}
      {total.changed > 0 && (
        <div className="grid grid-cols-2 items-start gap-4 compact:grid-cols-1">
          <Panel>
            <PanelHeader title="By day" qualifier="UTC" />
            <DayFigures project={project} model={model} days={days} />
          </Panel>
          <Panel>
            <PanelHeader title="By prompt" qualifier="the largest difference first" />
            <FiguresTable
              label="What changes, by prompt"
              head="Prompt"
              rows={prompts.slice(0, PROMPTS_SHOWN).map(({ prompt, ...figures }) => ({
                key: prompt ?? '',
                name:
                  prompt === null ? (
                    'no prompt'
                  ) : (
                    <TextLink href={to.requests(project, { model, prompt, range: '30d' })}>{prompt}</TextLink>
                  ),
                figures,
              }))}
            />
            {prompts.length > PROMPTS_SHOWN && <PanelFoot>{prompts.length - PROMPTS_SHOWN} more prompts.</PanelFoot>}
          </Panel>
        </div>
      )}
    </>
  );
}

function Budgets({ project, budgets }: { project: string; budgets: Preview['budgets'] }) {
  return (
    <Panel>
      <PanelHeader title="By budget" qualifier="this month, UTC" />
      <Table label="What changes, by budget" stack dense>
        <THead>
          <Tr>
            <Th>Budget</Th>
            <Th num>Spent before</Th>
            <Th num>After</Th>
            <Th num>Of</Th>
            <Th>Then</Th>
          </Tr>
        </THead>
        <TBody>
          {budgets.map((one) => (
            <Tr key={one.id}>
              <Td head className="[overflow-wrap:anywhere]">
                <TextLink href={to.budgets(project, { budget: one.id })}>{one.name}</TextLink>
              </Td>
              <Td num label="Spent before">
                {one.spentBefore === null ? 'unknown' : money(one.spentBefore)}
              </Td>
              <Td num label="After">
                {one.spentAfter === null ? 'unknown' : money(one.spentAfter)}
              </Td>
              <Td num label="Of">
                {money(one.limit)}
              </Td>
              <Td label="Then">{budgetWords(one)}</Td>
            </Tr>
          ))}
        </TBody>
      </Table>
    </Panel>
  );
}
