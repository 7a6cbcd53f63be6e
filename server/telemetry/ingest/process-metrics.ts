import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Services } from '#server/platform/context.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { ingestCounts } from './ingest-counts.ts';

const delay = monitorEventLoopDelay({ resolution: 20 });
delay.enable();

type Sample = { labels?: string; value: number };

/**
 * This process in the Prometheus text format. Few series, none named by a tenant: what belongs to a project is asked of
 * `GET /api/v1/metrics`. Reads memory only, so it responds while Postgres is down.
 */
export function processMetrics(services: Services): string {
  const ingest = ingestCounts(services);
  const { counts } = storeOf(services).queue;
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  const one = (value: number): Sample[] => [{ value }];
  return [
    family('switchyard_events_received_total', 'counter', 'Events received', one(ingest.received)),
    family('switchyard_events_total', 'counter', 'Events by what became of them', [
      { labels: 'result="accepted"', value: ingest.accepted },
      { labels: 'result="duplicate"', value: ingest.duplicates },
      ...[...ingest.rejected].map(([code, value]) => ({ labels: `result="rejected",code="${code}"`, value })),
    ]),
    family('switchyard_event_commits_total', 'counter', 'Commits of events', one(counts.commits)),
    family(
      'switchyard_event_calls_refused_total',
      'counter',
      'Calls refused because too much waits',
      one(counts.refused),
    ),
    family('switchyard_event_calls_failed_total', 'counter', 'Calls that could not be written', one(counts.failed)),
    family('switchyard_events_waiting', 'gauge', 'Events that wait for a commit', one(counts.waiting)),
    family('process_cpu_seconds_total', 'counter', 'CPU time', one((cpu.user + cpu.system) / 1e6)),
    family('process_resident_memory_bytes', 'gauge', 'Resident memory', one(memory.rss)),
    family('nodejs_heap_size_used_bytes', 'gauge', 'Heap in use', one(memory.heapUsed)),
    family(
      'nodejs_eventloop_lag_p99_seconds',
      'gauge',
      'Event loop delay, P99',
      one(finite(delay.percentile(99) / 1e9)),
    ),
    family('process_uptime_seconds', 'gauge', 'Time since start', one(performance.now() / 1000)),
  ].join('');
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => `${name}${labels ? `{${labels}}` : ''} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
