'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { SEVERITY_WORDS } from '#components/alerts/alert-words.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, percent, range, UNKNOWN } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';

/** How many alerts were about something, and how much each person was told of in each week. */
export function AlertQuality({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.incidents.statistics.queryOptions({ project }));
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-[1000px]:grid-cols-1">
      <Panel>
        <PanelHeader title="Precision of alerts" qualifier="last 365 days" />
        {data.alerts.length === 0 ? (
          <PanelBody className="text-muted-foreground">No alert has fired.</PanelBody>
        ) : (
          <Table label="Precision of alerts by severity" stack>
            <THead>
              <Tr>
                <Th>Severity</Th>
                <Th num>Firings</Th>
                <Th num>Undecided</Th>
                <Th num>Followed</Th>
                <Th num>Precision</Th>
                <Th num>95 % interval</Th>
              </Tr>
            </THead>
            <TBody>
              {data.alerts.map(({ severity, firings, undecided, followed, precision, interval95 }) => (
                <Tr key={severity}>
                  <Td head>{SEVERITY_WORDS[severity].word}</Td>
                  <Td num label="Firings">
                    {count(firings)}
                  </Td>
                  <Td num label="Undecided">
                    {count(undecided)}
                  </Td>
                  <Td num label="Followed">
                    {count(followed)}
                  </Td>
                  <Td num label="Precision" unknown={precision === null}>
                    {precision === null ? UNKNOWN : percent(precision)}
                  </Td>
                  <Td num label="95 % interval" unknown={interval95 === null}>
                    {interval95 === null ? UNKNOWN : range(interval95[0], interval95[1], percent)}
                  </Td>
                </Tr>
              ))}
            </TBody>
          </Table>
        )}
        <PanelFoot>
          Followed: of an incident that was confirmed and not declined, or acted on from the alert. Undecided: it still
          fires, or its incident is in triage.
        </PanelFoot>
      </Panel>
      <Panel>
        <PanelHeader title="Noise" qualifier="by person and week, last 12 weeks" />
        {data.noise.length === 0 ? (
          <PanelBody className="text-muted-foreground">Nobody who is on call was told of anything.</PanelBody>
        ) : (
          <Table label="Noise by person and week" stack>
            <THead>
              <Tr>
                <Th>Week from</Th>
                <Th>Person</Th>
                <Th num>Pages</Th>
                <Th num>At night</Th>
                <Th num>Warnings</Th>
              </Tr>
            </THead>
            <TBody>
              {data.noise.map(({ week, person_id, name, pages, night_pages, warnings }) => (
                <Tr key={`${week} ${person_id}`}>
                  <Td head>{week}</Td>
                  <Td label="Person">{name}</Td>
                  <Td num label="Pages">
                    {count(pages)}
                  </Td>
                  <Td num label="At night">
                    {count(night_pages)}
                  </Td>
                  <Td num label="Warnings">
                    {count(warnings)}
                  </Td>
                </Tr>
              ))}
            </TBody>
          </Table>
        )}
        <PanelFoot>
          Notifications that were delivered while the person was on call. Nights are from 22:00 to 07:00 of the
          rotation.
        </PanelFoot>
      </Panel>
    </div>
  );
}
