import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { type Compared, verdictWords } from './incoming-words.ts';

/** Us or them: the newest alerts of a provider beside what its status page said. */
export function ComparedAlerts({ compared }: { compared: readonly Compared[] }) {
  if (compared.length === 0) return null;
  return (
    <Panel>
      <PanelHeader title="Us or them" qualifier="alerts of a provider in the last 14 days" />
      <Table label="Alerts beside what providers announced" stack>
        <THead>
          <Tr>
            <Th>Alert</Th>
            <Th>Provider</Th>
            <Th>What the provider says</Th>
            <Th>Opened</Th>
          </Tr>
        </THead>
        <TBody>
          {compared.map((alert) => {
            const { who, lead } = verdictWords(alert);
            const url = alert.verdict === 'them' ? alert.url : null;
            return (
              <Tr key={alert.id} tall>
                <Td head className="[overflow-wrap:anywhere]">
                  {alert.title}
                </Td>
                <Td label="Provider">{alert.provider}</Td>
                <Td label="What the provider says" sub={lead} className="[overflow-wrap:anywhere]">
                  {url === null ? (
                    who
                  ) : (
                    <a href={url} rel="noreferrer" target="_blank" className="text-link">
                      {who}
                    </a>
                  )}
                </Td>
                <Td label="Opened">
                  <Time at={alert.openedAt} />
                </Td>
              </Tr>
            );
          })}
        </TBody>
      </Table>
      <PanelFoot>
        An incident counts that ran when the alert opened, or was announced within three hours after it and before its
        end. Minutes are from our alert to their announcement. A page that was not read in the last five minutes tells
        nothing.
      </PanelFoot>
    </Panel>
  );
}
