const DAY = 86_400;
const FIRST = Date.UTC(2026, 2, 17) / 1000;

/** Dollars a million tokens, as the provider charges. */
const CHARGED = {
  'gpt-ferry-2026-01-05': { input: 3, 'cached input': 0.3, output: 15 },
  'atlas-2': { input: 2, output: 8 },
};
type Model = keyof typeof CHARGED;
const USED: Record<Model, Record<string, number>> = {
  'gpt-ferry-2026-01-05': { input: 900_000, 'cached input': 100_000, output: 200_000 },
  'atlas-2': { input: 500_000, output: 100_000 },
};

type Line = { day: number; model: Model; meter: string; units: number; usd: number };
/** What the provider charges, one more part of ferry-1's output than the ledger saw and its last input as batch. */
export const lines = (): Line[] =>
  [0, 1, 2].flatMap((day) =>
    (Object.keys(USED) as Model[]).flatMap((model) =>
      Object.entries(USED[model]).map(([meter, units]) => {
        const more = day === 1 && model !== 'atlas-2' && meter === 'output' ? 50_000 : 0;
        const price = (CHARGED[model] as Record<string, number>)[meter] ?? 0;
        const usd = ((units + more) * price) / 1e6 / (day === 2 && model !== 'atlas-2' && meter === 'input' ? 2 : 1);
        return { day, model, meter, units: units + more, usd };
      }),
    ),
  );
/** The export of OpenAI that has these charges, and more results on its first day. */
export const openAi = (charges: readonly Line[], results: readonly object[] = []) => ({
  object: 'page',
  has_more: false,
  data: [0, 1, 2].map((day) => ({
    ...{ object: 'bucket', start_time: FIRST + day * DAY, end_time: FIRST + (day + 1) * DAY },
    results: [
      ...charges
        .filter((line) => line.day === day)
        .map(({ model, meter, units, usd }) => ({
          ...{ amount: { value: Math.round(usd * 100) / 100, currency: 'usd' }, line_item: `${model}, ${meter}` },
          quantity: units,
        })),
      ...(day === 0 ? results : []),
    ],
  })),
});
