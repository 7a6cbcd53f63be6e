import { latency } from '#components/ui/format.ts';

/** How the time of one request was spent: waiting for the first token, then streaming the rest. */
export function TimingBar({ ttftMs, latencyMs }: { ttftMs: number | null; latencyMs: number | null }) {
  if (latencyMs === null) return <p className="text-12 text-muted-foreground">Its latency is unknown.</p>;
  const share = ttftMs === null || latencyMs === 0 ? null : Math.min(1, ttftMs / latencyMs);
  return (
    <div>
      <div aria-hidden="true" className="flex h-2.5 overflow-hidden rounded-sm bg-stable-soft">
        {share !== null && <span className="bg-stable" style={{ width: `${share * 100}%` }} />}
      </div>
      <p className="mt-1 text-12 text-muted-foreground">
        {ttftMs === null ? 'time to first token unknown' : `first token after ${latency(ttftMs)}`}, all of it after{' '}
        {latency(latencyMs)}
      </p>
    </div>
  );
}
