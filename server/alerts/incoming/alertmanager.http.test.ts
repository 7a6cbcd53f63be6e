import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findPrometheusTools, prepareFolder } from '#test/harness/debian-tools.ts';
import { freePort } from '#test/harness/free-port.ts';
import { type System, startSystem } from '#test/harness/system.ts';

const tools = await findPrometheusTools();
const folder = mkdtempSync(join(tmpdir(), 'switchyard-prometheus-'));
const processes: ChildProcess[] = [];
let system: System;
beforeAll(async () => {
  prepareFolder(folder);
  system = await startSystem();
});
afterAll(async () => {
  for (const process of processes) process.kill('SIGKILL');
  await system.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program of Debian's packages until the tests end. */
function start(path: string, ...args: string[]): void {
  processes.push(spawn(path, args, { cwd: folder, stdio: 'ignore' }));
}

const alerts = () => system.services.sql`
  select title, severity, labels, evidence, resolved_at is not null as over, count from alert order by opened_at`;
const patient = { timeout: 45_000, interval: 100 };

test.skipIf(tools === null)(
  'Debian’s Alertmanager posts to us, and Prometheus scrapes us (skipped without its packages)',
  async () => {
    if (tools === null) throw new Error('skipped above');
    const key = await system.key(['ingest']);
    const [amPort, promPort] = [await freePort(), await freePort()];
    const am = `http://127.0.0.1:${amPort}`;
    const alertmanager = `
route: { receiver: switchyard, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1s }
receivers:
  - name: switchyard
    webhook_configs:
      - url: ${system.edgeUrl}/api/v1/alerts/alertmanager
        send_resolved: true
        max_alerts: 2
        http_config: { authorization: { credentials: ${key} } }
`;
    writeFileSync(join(folder, 'alertmanager.yml'), alertmanager);
    const prometheus = `
global: { scrape_interval: 1s }
scrape_configs:
  - job_name: switchyard
    static_configs: [{ targets: ["127.0.0.1:${system.edge.port}"] }]
`;
    writeFileSync(join(folder, 'prometheus.yml'), prometheus);
    const amPath = tools['prometheus-alertmanager'];
    const amFlags = ['--config.file=alertmanager.yml', '--storage.path=am', '--cluster.listen-address='];
    start(amPath, ...amFlags, `--web.listen-address=127.0.0.1:${amPort}`);
    const promFlags = ['--config.file=prometheus.yml', '--storage.tsdb.path=prom'];
    start(tools.prometheus, ...promFlags, `--web.listen-address=127.0.0.1:${promPort}`);

    const post = async (names: string[], endsAt?: Date) => {
      const body = names.map((instance) => ({
        labels: { alertname: 'HighErrorRate', severity: 'critical', instance, prompt: 'search/answer' },
        annotations: { summary: `Errors of ${instance}` },
        startsAt: '2026-03-02T14:00:00Z',
        ...(endsAt ? { endsAt } : {}),
        generatorURL: 'http://prometheus.test/graph',
      }));
      const headers = { 'content-type': 'application/json' };
      return fetch(`${am}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(body) });
    };
    await vi.waitFor(async () => expect((await post(['one'])).status).toBe(200), patient);
    await vi.waitFor(async () => expect(await alerts()).toHaveLength(1), patient);
    expect(await alerts()).toMatchObject([
      {
        ...{ title: 'Errors of one', severity: 'page', over: false },
        labels: { alertname: 'HighErrorRate', instance: 'one', prompt: 'search/answer' },
        evidence: { receiver: 'switchyard', generator_url: 'http://prometheus.test/graph', annotations: {} },
      },
    ]);
    // Alertmanager repeats what fires: the same alert is seen again, and nothing opens.
    await vi.waitFor(async () => expect((await alerts())[0]?.count).toBeGreaterThan(1), patient);

    // Five in a group and at most two in a message: the others are neither opened nor resolved.
    await post(['one', 'three', 'two', 'four', 'five']);
    const truncated = () => system.services.sql`select truncated from incoming_source where truncated > 0`;
    await vi.waitFor(async () => expect(await truncated()).toMatchObject([{ truncated: 3 }]), patient);
    expect((await alerts()).filter(({ over }) => over)).toEqual([]);

    await post(['one', 'three', 'two', 'four', 'five'], new Date());
    await vi.waitFor(async () => expect((await alerts()).some(({ over }) => over)).toBe(true), patient);
    const [entries] = await system.services.sql`
      select count(*) filter (where kind = 'fired')::int as fired, (select count(*)::int from alert) as alerts
        from alert_entry`;
    expect(entries?.fired).toBe(entries?.alerts);

    const target = async () => {
      const response = await fetch(`http://127.0.0.1:${promPort}/api/v1/query?query=up`);
      return JSON.stringify(await response.json());
    };
    await vi.waitFor(async () => expect(await target()).toMatch(/"switchyard".*"1"\]/), patient);
    const metrics = await system.api('GET', '/metrics');
    const checked = spawn(tools.promtool, ['check', 'metrics'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const out of [checked.stdout, checked.stderr]) out.on('data', (chunk) => (said += chunk));
    checked.stdin.end(metrics.body);
    const code = await new Promise((resolve) => checked.once('close', resolve));
    expect({ code, said }).toEqual({ code: 0, said: '' });
  },
  90_000,
);
