import { formatAmount } from '#server/models/prices/domain/amount.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { partsOfModel } from '#server/telemetry/event/domain/model-name.ts';
import { UNSPLIT } from './invoice-line.ts';
import type { LedgerLine } from './ledger-lines.ts';

/** The 65 columns of the Cost and Usage dataset of FOCUS 1.4, in its order, and one of our own. */
export const FOCUS_COLUMNS = [
  ...['AllocatedMethodDetails', 'AllocatedMethodId', 'AllocatedResourceId', 'AllocatedResourceName', 'AllocatedTags'],
  ...['AvailabilityZone', 'BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingAccountType'],
  ...[
    'BillingCurrency',
    'BillingPeriodEnd',
    'BillingPeriodStart',
    'CapacityReservationId',
    'CapacityReservationStatus',
  ],
  ...['ChargeCategory', 'ChargeClass', 'ChargeDescription', 'ChargeFrequency', 'ChargePeriodEnd', 'ChargePeriodStart'],
  ...['CommitmentDiscountCategory', 'CommitmentDiscountId', 'CommitmentDiscountName', 'CommitmentDiscountQuantity'],
  ...['CommitmentDiscountStatus', 'CommitmentDiscountType', 'CommitmentDiscountUnit'],
  ...['CommitmentProgramEligibilityDetails', 'ConsumedQuantity', 'ConsumedUnit', 'ContractApplied', 'ContractedCost'],
  ...['ContractedUnitPrice', 'EffectiveCost', 'HostProviderName', 'InvoiceDetailId', 'InvoiceId', 'InvoiceIssuerName'],
  ...['ListCost', 'ListUnitPrice', 'PricingCategory', 'PricingCurrency', 'PricingCurrencyContractedUnitPrice'],
  ...['PricingCurrencyEffectiveCost', 'PricingCurrencyListUnitPrice', 'PricingQuantity', 'PricingUnit', 'RegionId'],
  ...['RegionName', 'ResourceId', 'ResourceName', 'ResourceType', 'ServiceCategory', 'ServiceName'],
  ...['ServiceProviderName', 'ServiceSubcategory', 'SkuId', 'SkuMeter', 'SkuPriceDetails', 'SkuPriceId'],
  ...['SubAccountId', 'SubAccountName', 'SubAccountType', 'Tags', 'x_UnpricedRequests'],
] as const;
type Cells = Partial<Record<(typeof FOCUS_COLUMNS)[number], string>>;

/** Requests of a day and model; `unpriced` of them have no known cost. */
export type DayCount = { day: number; model: string; unpriced: number };

/**
 * The ledger as FOCUS 1.4, a row a day, model and meter. What is not known is empty and never 0: usage of unknown cost is a
 * row of its own without amounts, and no list price is stated, as a registered price may be a negotiated one. An account
 * is the project; `x_UnpricedRequests` is of the day and model, on each of its rows without amounts.
 */
export function focusCsv(account: string, lines: readonly LedgerLine[], counts: readonly DayCount[]): string {
  const unpriced = new Map(counts.map(({ day, model, unpriced }) => [`${day} ${model}`, unpriced]));
  const stated = new Set<string>();
  const rows = lines
    .toSorted((a, b) => a.day - b.day || compare(a.model, b.model) || compare(a.meter, b.meter))
    .flatMap((line): Cells[] => {
      const { quantity, unpricedQuantity } = line;
      const priced = quantity - unpricedQuantity;
      const key = `${line.day} ${line.model}`;
      const requests = unpriced.get(key) ?? 0;
      if (unpricedQuantity > 0) stated.add(key);
      return [
        ...(priced > 0 || line.amountPico !== 0n
          ? [{ ...usageCells(account, line, line.unsplit === null ? priced : null), ...costCells(line.amountPico) }]
          : []),
        ...(unpricedQuantity > 0
          ? [{ ...usageCells(account, line, unpricedQuantity), x_UnpricedRequests: String(requests) }]
          : []),
      ];
    });
  // Requests that did not even count their tokens.
  const uncounted = counts
    .filter((count) => count.unpriced > 0 && !stated.has(`${count.day} ${count.model}`))
    .map((count) => ({
      ...usageCells(account, { ...count, meter: UNSPLIT }, null),
      x_UnpricedRequests: String(count.unpriced),
    }));
  return [
    FOCUS_COLUMNS.join(','),
    ...[...rows, ...uncounted].map((cells: Cells) =>
      FOCUS_COLUMNS.map((column) => quoted(cells[column] ?? '')).join(','),
    ),
    '',
  ].join('\r\n');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function costCells(pico: bigint): Cells {
  const amount = formatAmount(pico);
  return { BilledCost: amount, ContractedCost: amount, EffectiveCost: amount, PricingCurrencyEffectiveCost: amount };
}

function usageCells(
  account: string,
  line: { day: number; model: string; meter: string },
  quantity: number | null,
): Cells {
  const { day, model, meter } = line;
  const { provider, model: id } = partsOfModel(model);
  const month = new Date(day * DAY_MS);
  const [year, of] = [month.getUTCFullYear(), month.getUTCMonth()];
  const counted = quantity === null ? '' : String(quantity);
  const unit = quantity === null ? '' : unitOf(meter);
  return {
    BillingAccountId: account,
    BillingAccountName: account,
    BillingCurrency: 'USD',
    BillingPeriodStart: timeOf(Date.UTC(year, of, 1)),
    BillingPeriodEnd: timeOf(Date.UTC(year, of + 1, 1)),
    ChargeCategory: 'Usage',
    ChargeDescription: `${id}, ${meter}`,
    ChargeFrequency: 'Usage-Based',
    ChargePeriodStart: timeOf(day * DAY_MS),
    ChargePeriodEnd: timeOf((day + 1) * DAY_MS),
    ConsumedQuantity: counted,
    ConsumedUnit: unit,
    InvoiceIssuerName: provider,
    PricingCurrency: 'USD',
    PricingQuantity: counted,
    PricingUnit: unit,
    ResourceId: model,
    ResourceName: id,
    ResourceType: 'Model',
    ServiceCategory: 'AI and Machine Learning',
    ServiceName: provider,
    ServiceProviderName: provider,
    ServiceSubcategory: 'Generative AI',
    SkuId: `${model}#${meter}`,
    SkuMeter: meter,
    SkuPriceId: `${model}#${meter}`,
    SkuPriceDetails: JSON.stringify({ x_ModelId: id, ...directionOf(meter) }),
  };
}

/** FOCUS names a token's direction and cache in the draft 1.5; before that they are extensions. */
function directionOf(meter: string): Record<string, string> {
  if (meter.startsWith('tokens_cache_write')) return { x_TokenDirection: 'Input', x_TokenCacheAction: 'Write' };
  if (meter.startsWith('tokens_cached')) return { x_TokenDirection: 'Input', x_TokenCacheAction: 'Read' };
  if (meter.startsWith('tokens_in')) return { x_TokenDirection: 'Input', x_TokenCacheAction: 'Uncached' };
  return meter.startsWith('tokens_out') || meter === 'tokens_reasoning' ? { x_TokenDirection: 'Output' } : {};
}

const unitOf = (meter: string): string =>
  meter.startsWith('tokens') ? 'Tokens' : meter === 'requests' ? 'Requests' : 'Units';

const timeOf = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** A cell of RFC 4180; one that a spreadsheet would take for a formula begins with an apostrophe. */
export function quoted(cell: string): string {
  const text = /^[=+@\t\r]|^-(?!\d)/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
