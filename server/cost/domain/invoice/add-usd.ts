import { formatAmount } from '#server/models/prices/domain/amount.ts';

const DECIMALS = 12;

/** The exact sum of dollars as exact decimal text of at most 12 decimals, of either sign. */
export const addUsd = (amounts: readonly string[]): string =>
  formatAmount(
    amounts.reduce((sum, usd) => {
      const [, minus, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(usd) ?? [];
      const pico = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
      return minus === '-' ? sum - pico : sum + pico;
    }, 0n),
  );
