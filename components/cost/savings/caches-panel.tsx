import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, money } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { cachedShare, type Report } from './savings-words.ts';

/** Cache hits and savings of each prompt, as the requests report them. */
export function CachesPanel({ caches }: { caches: Report['caches'] }) {
  return (
    <Panel>
      <PanelHeader title="Caches, as measured" qualifier="last 30 days, by prompt and model" />
      {caches.length === 0 ? (
        <PanelBody className="text-muted-foreground">No request reports its input tokens.</PanelBody>
      ) : (
        <Table label="Caches, as measured" stack>
          <THead>
            <tr>
              <Th>Prompt</Th>
              <Th>Model</Th>
              <Th num>Requests</Th>
              <Th num>With a hit</Th>
              <Th num>Input from caches</Th>
              <Th num>Saved</Th>
            </tr>
          </THead>
          <TBody>
            {caches.map((cache) => (
              <Tr key={`${cache.model} ${cache.prompt}`}>
                <Td head>{cache.prompt === null ? 'no prompt named' : <Mono>{cache.prompt}</Mono>}</Td>
                <Td label="Model">{cache.model}</Td>
                <Td num label="Requests">
                  {count(cache.requests)}
                </Td>
                <Td num label="With a hit">
                  {cache.unknown === cache.requests ? 'not reported' : count(cache.hits)}
                </Td>
                <Td num label="Input from caches">
                  {cache.unknown === cache.requests ? 'not reported' : cachedShare(cache)}
                </Td>
                <Td num label="Saved">
                  {money(cache.savedUsd)}
                </Td>
              </Tr>
            ))}
          </TBody>
        </Table>
      )}
      <PanelFoot>
        Saved: reads at the price of cached input instead of input, less what writing cost. A dash: the price, or what
        was read, is unknown.
      </PanelFoot>
    </Panel>
  );
}
