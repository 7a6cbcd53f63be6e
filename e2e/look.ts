import { expect, expectAccessible, type Page } from './fixtures.ts';

/**
 * Asserts that nothing of the page extends beyond its right edge, once it has followed a change of its width, which a
 * chart does a moment later; `what` names the page in the failure.
 */
export async function expectNoSidewaysScroll(page: Page, what = 'sideways scroll'): Promise<void> {
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(over, what).toBeLessThanOrEqual(0);
}

/** At both widths and in both themes: axe finds no violation, and nothing extends beyond the edge. */
export async function expectGoodEverywhere(page: Page): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The hidden table behind a chart: its head without the time, and its cells as numbers (null = no data). */
export async function chartTable(page: Page, chart: string): Promise<{ names: string[]; rows: (number | null)[][] }> {
  const table = page.getByRole('table', { name: new RegExp(`^${chart},`) });
  await expect(table).toBeAttached();
  const cells = await table.evaluate((node) => ({
    names: [...node.querySelectorAll('thead th')].slice(1).map((cell) => cell.textContent ?? ''),
    rows: [...node.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
    ),
  }));
  return { names: cells.names, rows: cells.rows.map((row) => row.map(numberOf)) };
}

/** `$0.0214`, `1.25 s` (as ms), `12 k`, `–`. */
function numberOf(text: string): number | null {
  const match = /^\$?([\d,.]+)\s*(ms|s|k|M)?$/.exec(text);
  if (!match) return null;
  const factor = { ms: 1, s: 1000, k: 1000, M: 1e6 }[match[2] ?? 'ms'] ?? 1;
  return Number(match[1]?.replaceAll(',', '')) * factor;
}
