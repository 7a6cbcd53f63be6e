'use client';

import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';

type Calendar = Outputs['models']['calendar'];

/** Why it is not certain which entry of the list a name is. */
const DOUBT_WORDS: Record<Calendar['asked'][number]['doubt'], string> = {
  which_provider: 'its provider is not known',
  which_snapshot: 'it may be another snapshot',
  other_channel: 'its own provider lists nothing',
  fine_tune: 'a fine-tune need not go with its base',
};

/** Names that may be in the list of deprecations, and models announced without a day: a person decides what applies. */
export function AskedNames({ calendar: { asked, undated } }: { calendar: Calendar }) {
  const now = useNow();
  return (
    <Panel>
      <PanelHeader title="Not certain" qualifier="what serves, and may go" />
      <Table label="Names that may be in the list of deprecations" stack>
        <THead>
          <Tr>
            <Th>Serves as</Th>
            <Th>May be</Th>
            <Th>Because</Th>
            <Th>Earliest</Th>
            <Th>Prompts</Th>
          </Tr>
        </THead>
        <TBody>
          {asked.map((each) => (
            <Tr key={each.name}>
              <Td head className="font-mono text-12 [overflow-wrap:anywhere]">
                {each.name}
              </Td>
              <Td label="May be" className="max-w-96 [overflow-wrap:anywhere]">
                {each.candidates}
              </Td>
              <Td label="Because">{DOUBT_WORDS[each.doubt]}</Td>
              <Td label="Earliest">{each.earliest === null ? 'no day' : calendarDay(each.earliest, now)}</Td>
              <Td label="Prompts" className="[overflow-wrap:anywhere]">
                {each.prompts.slice(0, 3).join(', ')}
              </Td>
            </Tr>
          ))}
          {undated.map((each) => (
            <Tr key={each.name}>
              <Td head className="font-mono text-12 [overflow-wrap:anywhere]">
                {each.name}
              </Td>
              <Td label="May be">itself</Td>
              <Td label="Because">it is announced without a day</Td>
              <Td label="Earliest">no day</Td>
              <Td label="Prompts" className="[overflow-wrap:anywhere]">
                {each.prompts.slice(0, 3).join(', ')}
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
      <PanelFoot>
        Register the model under the provider that serves it, and write its retirement date there: what the registry
        says holds.
      </PanelFoot>
    </Panel>
  );
}
