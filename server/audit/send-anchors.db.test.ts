import { createHmac } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { openLog } from '#server/platform/log.ts';
import { listen } from '#server/run/listen.ts';
import { closeServer } from '#test/harness/close-server.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { ANCHOR_FILE } from './anchor-file.ts';
import { appendAudit } from './append-audit.ts';
import { keepAnchors } from './keep-anchors.ts';
import { noteAnchors } from './note-anchors.ts';
import { readAuditState } from './read-audit-state.ts';
import { copyAnchors, postAnchors, refusedByAnchorFile } from './send-anchors.ts';

async function append(system: System, action: string): Promise<void> {
  const ctx = system.ctx();
  await inTransaction(ctx, (ctx) => appendAudit(ctx, { action, object: { kind: 'thing', id: action } }));
  await noteAnchors(system.services);
}

const ours = (system: System): string => readFileSync(join(system.dataDir, ANCHOR_FILE), 'utf8');

describe('a file outside', () => {
  it('gets every line of our file, also those from before it could be written', async () => {
    await using system = await startSystem();
    const path = join(system.dataDir, 'outside.ndjson');
    await append(system, 'a');
    copyAnchors(system.services, path);
    await append(system, 'b');
    await append(system, 'c');
    copyAnchors(system.services, path);
    copyAnchors(system.services, path);
    expect(readFileSync(path, 'utf8')).toBe(ours(system));
  });

  it('shows lines that were deleted from our file together with the database’s record of it', async () => {
    await using system = await startSystem();
    const path = join(system.dataDir, 'outside.ndjson');
    await append(system, 'a');
    await append(system, 'b');
    copyAnchors(system.services, path);
    rmSync(join(system.dataDir, ANCHOR_FILE));
    await system.owner().begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`delete from audit_anchor_series`;
      await sql`delete from audit_row where action = 'b'`;
      await sql`update audit_head h set seq = r.seq, mac = r.mac from audit_row r
        where r.project_id = h.project_id and r.seq = h.seq - 1 and h.project_id = ${system.project().id}`;
    });
    await noteAnchors(system.services);
    expect((await readAuditState(system.services)).findings).toEqual([]);
    const { standing } = await readAuditState(system.services, { copy: path, anew: true });
    expect(standing.get(system.project().id)?.anchors.at(-1)?.seq).toBe(3);
  });

  it('that was edited is not written to, and is reported', async () => {
    await using system = await startSystem();
    const path = join(system.dataDir, 'outside.ndjson');
    await append(system, 'a');
    copyAnchors(system.services, path);
    appendFileSync(path, ours(system).replace('"n":1', '"n":2'));
    await append(system, 'b');
    expect(() => copyAnchors(system.services, path)).toThrow(/Line 2 of .* is not what was written/);
    const { findings } = await readAuditState(system.services, { copy: path });
    expect(findings).toMatchObject([{ kind: 'copy_edited', line: 2 }]);
  });

  it('in a folder that does not exist is refused with a sentence', () => {
    expect(refusedByAnchorFile('/nowhere/at/all.ndjson')).toMatch(/ENOENT/);
  });
});

type Received = { headers: IncomingHttpHeaders; body: string };

/** A receiver that responds with these statuses in turn, then with 204. */
async function startReceiver(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    received.push({ headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end();
  });
  const port = await listen(server, 0, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}/anchors`, received, [Symbol.asyncDispose]: () => closeServer(server) };
}

describe('a webhook', () => {
  it('gets each line once, signed by the Standard Webhooks specification, and a verification can read them', async () => {
    await using system = await startSystem();
    await using receiver = await startReceiver();
    const secret = `whsec_${Buffer.from('a secret of the operator, 24+').toString('base64')}`;
    await append(system, 'a');
    await postAnchors(system.services, { url: receiver.url, secret });
    await append(system, 'b');
    await append(system, 'c');
    await postAnchors(system.services, { url: receiver.url, secret });
    await postAnchors(system.services, { url: receiver.url, secret });
    expect(receiver.received).toHaveLength(2);
    for (const { headers, body } of receiver.received) {
      const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      const key = Buffer.from(secret.slice(6), 'base64');
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(text).digest('base64')}`);
    }
    const copy = join(system.dataDir, 'received.ndjson');
    for (const { body } of receiver.received) appendFileSync(copy, `${body}\n`);
    const state = await readAuditState(system.services, { copy });
    expect([state.lines, state.findings]).toEqual([3, []]);
  });

  it.each([500, 301])('that responds with %i gets the lines again, and no redirect is followed', async (status) => {
    await using system = await startSystem();
    await using receiver = await startReceiver(status);
    await append(system, 'a');
    const hook = { url: receiver.url, secret: null };
    await expect(postAnchors(system.services, hook)).rejects.toThrow(`responded with ${status}`);
    await postAnchors(system.services, hook);
    expect(receiver.received.map((it) => it.headers['webhook-id'])).toHaveLength(2);
    expect(new Set(receiver.received.map((it) => it.headers['webhook-id'])).size).toBe(1);
  });

  it('that never responds does not delay a stop', async () => {
    await using system = await startSystem();
    let received = false;
    const server = createServer(() => {
      received = true;
    });
    const port = await listen(server, 0, '127.0.0.1');
    await append(system, 'a');
    const outside = { file: null, webhook: { url: `http://127.0.0.1:${port}`, secret: null } };
    const stop = keepAnchors({ ...system.services, anchorsOutside: outside }, async () => () => undefined);
    await expect.poll(() => received).toBe(true);
    const from = performance.now();
    await stop();
    expect(performance.now() - from).toBeLessThan(2_000);
    await closeServer(server);
  });

  it('that is unreachable does not keep chains from being noted, and is logged once for each try', async () => {
    await using system = await startSystem();
    const lines: string[] = [];
    const log = openLog('test', 'info', { write: (line) => void lines.push(line) });
    const outside = {
      file: join(system.dataDir, 'outside.ndjson'),
      webhook: { url: 'http://127.0.0.1:1', secret: null },
    };
    const services = { ...system.services, log, anchorsOutside: outside };
    const stop = keepAnchors(services, async () => () => undefined, { everyMs: 50 });
    await expect.poll(() => lines.filter((it) => it.includes('AUDIT_ANCHOR_WEBHOOK')).length).toBe(1);
    await append(system, 'meanwhile');
    await expect.poll(() => readFileSync(outside.file, 'utf8')).toBe(ours(system));
    await stop();
    expect(lines.filter((it) => it.includes('AUDIT_ANCHOR_WEBHOOK'))).toHaveLength(1);
  });
});

it('a finding is logged as an error, and not every minute', async () => {
  await using system = await startSystem();
  await append(system, 'a');
  rmSync(join(system.dataDir, ANCHOR_FILE));
  const lines: string[] = [];
  const log = openLog('test', 'info', { write: (line) => void lines.push(line) });
  const stop = keepAnchors({ ...system.services, log }, async () => () => undefined, { everyMs: 20 });
  await expect.poll(() => lines.length).toBeGreaterThan(0);
  await stop();
  expect(lines.filter((it) => it.includes('The file of anchors is missing'))).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{"level":50/);
});
