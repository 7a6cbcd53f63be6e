import type { ModelRow } from '#components/models/model-words.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { priceFigure } from '#components/ui/format.ts';
import { Time } from '#components/ui/time/time.tsx';
import { isMeterName, METERS } from '#server/models/prices/domain/meters.ts';
import { conditionsOf, conditionsText } from '#server/models/prices/domain/row-entry.ts';
import { meterText } from './meter-text.ts';
import { amountInWords } from './price-words.ts';

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

type PriceRow = ModelRow['prices'][number];

/** Every price row of a model, the newest first: what it charges, whom, and who says so. */
export function PriceHistory({ model: { prices } }: { model: Pick<ModelRow, 'prices'> }) {
  if (prices.length === 0) {
    return <p className="px-3 py-4 text-muted-foreground">No price is known, so its requests have no cost.</p>;
  }
  return (
    <Table label="Prices over time" dense stack>
      <THead>
        <Tr>
          <Th>From</Th>
          <Th>To</Th>
          <Th>Meter</Th>
          <Th num>Price</Th>
          <Th>Only where</Th>
          <Th>State</Th>
        </Tr>
      </THead>
      <TBody>
        {newestFirst(prices).map((price) => (
          <Tr key={JSON.stringify([price.meter, price.when, price.effective_from])}>
            <Td head label="From">
              <Time at={new Date(price.effective_from)} style="day" />
            </Td>
            <EndCell price={price} prices={prices} />
            <Td label="Meter">{isMeterName(price.meter) ? meterText(price.meter, null) : price.meter}</Td>
            <Td num label="Price">
              {amountInWords(price)}
            </Td>
            <Td label="Only where">{conditionsText(conditionsOf(price.when)) || 'always'}</Td>
            <Td label="State">
              {price.source_url === null ? (
                price.state
              ) : (
                <a href={price.source_url} rel="noreferrer" target="_blank" className="text-link">
                  {price.state}
                </a>
              )}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

/** The end of a row, else, in grey, where the next one of its meter and conditions takes over. */
function EndCell({ price, prices }: { price: PriceRow; prices: readonly PriceRow[] }) {
  const next = price.effective_to === null ? nextOf(price, prices) : null;
  const end = price.effective_to ?? next?.effective_from ?? null;
  return (
    <Td label="To" unknown={end === null} className={next === null ? undefined : 'text-muted-foreground'}>
      {end === null ? '–' : <Time at={new Date(end)} style="day" />}
    </Td>
  );
}

function nextOf({ meter, when, effective_from: from }: PriceRow, prices: readonly PriceRow[]): PriceRow | null {
  const conditions = JSON.stringify(when);
  const later = prices.filter(
    (each) =>
      each.meter === meter &&
      each.state !== 'withdrawn' &&
      each.effective_from > from &&
      JSON.stringify(each.when) === conditions,
  );
  return later.toSorted((a, b) => a.effective_from.localeCompare(b.effective_from))[0] ?? null;
}

const METER_ORDER = Object.keys(METERS);

/** The newest first; of one time in the order of the meters, input before output. */
const newestFirst = (prices: ModelRow['prices']): ModelRow['prices'] =>
  prices.toSorted(
    (a, b) =>
      b.effective_from.localeCompare(a.effective_from) || METER_ORDER.indexOf(a.meter) - METER_ORDER.indexOf(b.meter),
  );
