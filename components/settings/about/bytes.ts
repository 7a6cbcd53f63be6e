const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in powers of 1000, three digits: `214 MB`, `1.42 GB`. */
export function bytes(value: number): string {
  let scaled = value;
  let unit = 0;
  while (scaled >= 999.5 && unit < UNITS.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || scaled >= 99.5 ? 0 : scaled >= 9.95 ? 1 : 2;
  return `${scaled.toFixed(digits)}\u00a0${UNITS[unit]}`;
}
