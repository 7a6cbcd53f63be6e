import type { ModelRow } from '#components/models/model-words.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { priceFigure } from '#components/ui/format.ts';
import { Time } from '#components/ui/time/time.tsx';

/** What a model costs now: input and output per million tokens, and since when. A dash where no price is known. */
export function PriceCell({ model: { price } }: { model: Pick<ModelRow, 'price'> }) {
  return (
    <Td num label="Price in, out" unknown={price === null} sub={price ? <Since at={price.effectiveFrom} /> : undefined}>
      {price === null ? '–' : `${priceFigure(price.inputPerMtok)}, ${priceFigure(price.outputPerMtok)}`}
    </Td>
  );
}

function Since({ at }: { at: Date }) {
  return (
    <>
      since <Time at={at} style="day" />
    </>
  );
}

/** Every price of a model over time, the newest first. All per million tokens, in US dollars. */
export function PriceHistory({ model: { prices } }: { model: Pick<ModelRow, 'prices'> }) {
  if (prices.length === 0) {
    return <p className="px-3 py-4 text-muted-foreground">No price is known, so its requests have no cost.</p>;
  }
  return (
    <Table label="Prices over time" dense>
      <THead>
        <Tr>
          <Th>From</Th>
          <Th num>Input</Th>
          <Th num>Output</Th>
          <Th num>Cached input</Th>
          <Th num>Cache write</Th>
        </Tr>
      </THead>
      <TBody>
        {prices.toReversed().map((price) => (
          <Tr key={price.effectiveFrom.getTime()}>
            <Td>
              <Time at={price.effectiveFrom} style="day" />
            </Td>
            <Td num>{priceFigure(price.inputPerMtok)}</Td>
            <Td num>{priceFigure(price.outputPerMtok)}</Td>
            <Td num>{priceFigure(price.cachedInputPerMtok)}</Td>
            <Td num>{priceFigure(price.cacheWritePerMtok)}</Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
