import type { Api } from './api.ts';

type BatchResponse = {
  accepted: number;
  duplicates: number;
  rejected: number;
  results: { index: number; status: number; code?: string }[];
};

/** Sends events in batches of 1,000 and returns what became of them; a rejected event is an error that names its code. */
export async function sendEvents(
  api: Api,
  events: readonly Record<string, unknown>[],
  lanes = 4,
): Promise<{ accepted: number; duplicates: number }> {
  const batches: Record<string, unknown>[][] = [];
  for (let i = 0; i < events.length; i += 1000) batches.push(events.slice(i, i + 1000));
  const sum = { accepted: 0, duplicates: 0 };
  const next = batches.values();
  const lane = async () => {
    for (const batch of next) {
      const answer = await api.send<BatchResponse>('POST', '/api/v1/events', { events: batch });
      sum.accepted += answer.accepted;
      sum.duplicates += answer.duplicates;
      const bad = answer.results.find((result) => result.status === 422);
      if (bad) throw new Error(`event ${bad.index} was rejected: ${bad.code}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return sum;
}
