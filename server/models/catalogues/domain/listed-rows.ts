import type { ConditionsEntry } from '#server/models/prices/domain/check-price-row.ts';
import type { Listed, Unread } from './catalogue.ts';
import { shifted } from './decimal.ts';

const MILLION = 6;

/** Collects the prices of one model, and the fields that no row can express. */
export class ListedRows {
  readonly listed: Listed[] = [];
  readonly unread: Unread[] = [];

  /** A price of a token or pixel: kept for a million of them. */
  perUnit(field: string, value: unknown, meter: string, when: ConditionsEntry = {}, from: string | null = null): void {
    this.#add(field, shifted(value, MILLION), { meter, per: 1_000_000, when, from });
  }

  /** A price of `per` units as it is. */
  per(
    field: string,
    value: unknown,
    row: { meter: string; per: number; when?: ConditionsEntry; from?: string | null; to?: string },
  ): void {
    this.#add(field, shifted(value, 0), { ...row, when: row.when ?? {}, from: row.from ?? null });
  }

  /** Names a field with a price that no row can express. */
  cannot(field: string, because: string): void {
    this.unread.push({ field, because });
  }

  #add(field: string, amount: ReturnType<typeof shifted>, row: Omit<Listed, 'amount' | 'field'>): void {
    if (amount === null) this.cannot(field, 'is no number from 0');
    else {
      if (amount.isRounded) this.cannot(field, 'has more than 12 decimals and was rounded');
      this.listed.push({ ...row, field, amount: amount.text });
    }
  }
}
