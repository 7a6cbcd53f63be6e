import { latency, money, plural } from '#components/ui/format.ts';

type Spent = { tokensOut: number | null; latencyMs: number | null; costUsd: number | null };

/** `254 tokens, 3.47 s, $0.00057`; what was not measured is shown as unknown, never as 0. */
export function spentWords(answer: Spent | undefined): string {
  if (!answer) return 'not run';
  const { tokensOut, latencyMs, costUsd } = answer;
  if (tokensOut === null && latencyMs === null && costUsd === null) return 'tokens, latency, cost unknown';
  return [
    tokensOut === null ? null : plural(tokensOut, 'token'),
    latencyMs === null ? null : latency(latencyMs),
    costUsd === null ? 'cost unknown' : money(costUsd),
  ]
    .filter((part) => part !== null)
    .join(', ');
}
