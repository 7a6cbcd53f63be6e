type Found = {
  summary: string;
  saved_usd: number;
  ci95: [number, number] | null;
  recommended: boolean;
  pairs: number | null;
  quality: string | { difference: number; ci95: [number, number]; n: number };
  replays?: { ttl: string; requests: number; hits: number; too_short: number; saved_usd: number | null }[];
  categories?: { category: string; verdict: string }[];
};
export type Report = {
  status: string;
  error: string | null;
  took_ms: number | null;
  cards: { technique: string; found: Found[]; refused: { reason: string }[] }[];
};

/** Prints what the report found beside what the files say; false where they differ. */
export function printReport(report: Report, files: { pairs: number; requests: number; long: number }): boolean {
  console.log(`savings report: ${report.status} in ${report.took_ms} ms ${report.error ?? ''}`);
  const card = (technique: string) => report.cards.find((one) => one.technique === technique);
  const caching = (card('prefix_caching')?.found ?? []).filter(({ summary }) => summary.startsWith('azure/'));
  for (const ttl of ['5m', '1h']) {
    const rows = caching.flatMap(({ replays = [] }) => replays.filter((row) => row.ttl === ttl));
    const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
    const [requests, hits, short] = [sum((row) => row.requests), sum((row) => row.hits), sum((row) => row.too_short)];
    const saved = rows.some((row) => row.saved_usd === null)
      ? 'unknown'
      : `$${sum((row) => row.saved_usd ?? 0).toFixed(4)}`;
    console.log(`prefix cache ${ttl}: ${hits} hits of ${requests}, ${short} too short, ${saved} saved`);
  }
  for (const technique of ['smaller_model', 'tiered_routing']) {
    for (const { summary, saved_usd, ci95, quality, recommended, categories = [] } of card(technique)?.found ?? []) {
      const interval = ci95 === null ? 'no interval' : `95 % ${ci95.map((end) => end.toFixed(4)).join(' to ')}`;
      console.log(
        `${technique}: $${saved_usd.toFixed(4)} (${interval})${recommended ? '' : ', not recommended'}: ${summary}`,
      );
      console.log(`  quality ${JSON.stringify(quality)}`);
      const verdicts = Map.groupBy(categories, ({ verdict }) => verdict);
      for (const [verdict, own] of verdicts) console.log(`  ${verdict}: ${own.length}`);
    }
    for (const { reason } of card(technique)?.refused ?? []) console.log(`${technique} refused: ${reason}`);
  }
  const rows = caching.flatMap(({ replays = [] }) => replays.filter(({ ttl }) => ttl === '5m'));
  const cached = rows.reduce((sum, row) => sum + row.requests - row.too_short, 0);
  const equal = (what: string, measured: number, file: number) => {
    console.log(`${what.padEnd(28)} ${measured}  file ${file}  ${measured === file ? 'equal' : 'DIFFERENT'}`);
    return measured === file;
  };
  const judged = card('smaller_model')?.found[0]?.pairs ?? files.pairs;
  return [
    equal('requests with a long prefix', cached, files.long),
    equal('questions compared', judged, files.pairs),
    report.status === 'done',
  ].every(Boolean);
}
