import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sql } from '#db/client.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { operator } from '#server/run/cli/local.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { acceptRestore } from './accept-restore.ts';
import { ANCHOR_FILE } from './anchor-file.ts';
import { appendAudit } from './append-audit.ts';
import type { Finding } from './domain/finding.ts';
import { noteAnchors } from './note-anchors.ts';
import { readAuditState } from './read-audit-state.ts';
import { verifyAudit } from './verify-audit.ts';
import { verifyNoted } from './verify-noted.ts';

const append = (system: System, ...actions: string[]) =>
  actions.reduce<Promise<void>>(async (before, action) => {
    await before;
    const ctx = system.ctx();
    await inTransaction(ctx, (ctx) => appendAudit(ctx, { action, object: { kind: 'thing', id: action } }));
  }, Promise.resolve());

/** Changes rows with the triggers off, which only a superuser can do. */
async function tamper(system: System, change: (sql: Sql, project: number) => Promise<unknown>): Promise<void> {
  await system.owner().begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await change(sql as unknown as Sql, system.project().id);
  });
}

/** Deletes the rows past `seq` and sets the head back, as a restored backup, or an attacker with the database, does. */
const cutTo = (system: System, seq: number) =>
  tamper(system, async (sql, p) => {
    await sql`delete from audit_row where project_id = ${p} and seq > ${seq}`;
    await sql`update audit_head set seq = ${seq},
      mac = (select mac from audit_row where project_id = ${p} and seq = ${seq}) where project_id = ${p}`;
  });

/** A system with a chain of `rows` rows whose head was noted. */
async function noted(rows = 6): Promise<System & { path: string }> {
  const system = await startSystem();
  const first = (await verifyAudit(system.services, system.project().id)).rows;
  await append(system, ...Array.from({ length: rows - first }, (_, i) => `a${i}`));
  expect(await noteAnchors(system.services)).toEqual([]);
  return Object.assign(system, { path: join(system.dataDir, ANCHOR_FILE) });
}

const broken = async (system: System) => (await verifyNoted(system.ctx())).broken;
const findings = async (system: System): Promise<Finding[]> =>
  (await readAuditState(system.services, { anew: true })).findings;
const kinds = async (system: System) => (await findings(system)).map((it) => it.kind);

describe('a note', () => {
  it('is a line of its own, appended only when a chain has grown, for the owner alone', async () => {
    await using system = await noted();
    const one = readFileSync(system.path, 'utf8');
    await noteAnchors(system.services);
    expect(readFileSync(system.path, 'utf8')).toBe(one);
    await append(system, 'more');
    await noteAnchors(system.services);
    const two = readFileSync(system.path, 'utf8');
    expect(two.startsWith(one)).toBe(true);
    expect(two.trim().split('\n')).toHaveLength(2);
    expect(statSync(system.path).mode & 0o777).toBe(0o600);
  });

  it('is made from the file of an earlier version, with the time when that was written', async () => {
    await using system = await startSystem();
    const { head } = await verifyAudit(system.services, system.project().id);
    const old = join(system.dataDir, 'audit-heads.json');
    writeFileSync(old, JSON.stringify({ [system.project().id]: head }));
    await append(system, 'later');
    await noteAnchors(system.services);
    expect(existsSync(old)).toBe(false);
    expect(await verifyNoted(system.ctx())).toMatchObject({ broken: null, notedTo: head.seq + 1 });
    expect(readFileSync(join(system.dataDir, ANCHOR_FILE), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('that a crash cut off is skipped, and the next one begins a new line', async () => {
    await using system = await noted();
    appendFileSync(system.path, '{"series":"torn');
    await append(system, 'after the crash');
    expect(await noteAnchors(system.services)).toEqual([]);
    expect(await verifyNoted(system.ctx())).toMatchObject({ broken: null, notedTo: 7 });
    expect(await findings(system)).toEqual([]);
  });

  it('is made by one process at a time', async () => {
    await using system = await noted();
    await append(system, 'more');
    await Promise.all([1, 2, 3].map(() => noteAnchors(system.services)));
    expect(await findings(system)).toEqual([]);
  });
});

describe('rows that were written after a cut do not hide it', () => {
  it('a cut tail with its head set back and new rows is an anchor mismatch, also after later notes', async () => {
    await using system = await noted(6);
    await cutTo(system, 4);
    await append(system, 'on', 'and on', 'past the note');
    // The chain alone is whole: only the note shows the cut.
    expect((await verifyAudit(system.services, system.project().id)).broken).toBeNull();
    const before = readFileSync(system.path, 'utf8');
    for (let minute = 0; minute < 2; minute++) {
      expect(await noteAnchors(system.services)).toMatchObject([{ kind: 'anchor_mismatch', seq: 6 }]);
    }
    expect(readFileSync(system.path, 'utf8'), 'a broken chain is not noted').toBe(before);
    expect(await broken(system)).toEqual({ kind: 'anchor_mismatch', seq: 6, notedAt: expect.any(String) });
  });

  it('a cut tail with its head set back is reported as a database that is older than its anchors', async () => {
    await using system = await noted(6);
    await cutTo(system, 4);
    expect(await noteAnchors(system.services)).toMatchObject([{ kind: 'behind', seq: 6, has: 4 }]);
    expect(await broken(system)).toEqual({ kind: 'truncated', seq: 5, notedAt: expect.any(String) });
  });

  it('a chain that was deleted is missing all of its rows', async () => {
    await using system = await noted(6);
    await tamper(system, async (sql, p) => {
      await sql`delete from audit_row where project_id = ${p}`;
      await sql`delete from audit_head where project_id = ${p}`;
    });
    expect(await noteAnchors(system.services)).toMatchObject([{ kind: 'behind', seq: 6, has: 0 }]);
  });

  it('a row that was altered before it was noted is not noted', async () => {
    await using system = await noted(6);
    await append(system, 'seventh', 'eighth');
    await tamper(system, (sql, p) => sql`update audit_row set action = 'x' where project_id = ${p} and seq = 7`);
    expect(await noteAnchors(system.services)).toMatchObject([{ kind: 'broken', broken: { kind: 'altered', seq: 7 } }]);
    expect(await verifyNoted(system.ctx())).toMatchObject({ notedTo: 6 });
  });

  it('a broken chain does not keep another from being noted', async () => {
    await using system = await noted(6);
    await cutTo(system, 4);
    const ctx = system.ctx({ project: 'other' });
    await inTransaction(ctx, (ctx) => appendAudit(ctx, { action: 'x', object: { kind: 'thing', id: 'x' } }));
    await noteAnchors(system.services);
    expect(await verifyNoted(ctx)).toMatchObject({ broken: null, notedTo: 2 });
  });
});

describe('the file of anchors', () => {
  const cases: [string, Finding['kind'], (path: string, lines: string[]) => void][] = [
    ['an edited line', 'anchors_edited', (path, [a = '', b]) => write(path, [a.replace('"seq":6', '"seq":5'), b])],
    ['a line taken out', 'anchors_edited', (path, [, b]) => write(path, [b])],
    ['a line put in', 'anchors_edited', (path, [a, b]) => write(path, [a, a, b])],
    ['a cut end', 'anchors_cut', (path, [a]) => write(path, [a])],
    ['nothing in it', 'anchors_gone', (path) => write(path, [])],
    ['no file', 'anchors_gone', (path) => rmSync(path)],
  ];
  const write = (path: string, lines: (string | undefined)[]) =>
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));

  it.each(cases)('%s is reported as %s, and nothing is written to the file', async (_, kind, change) => {
    await using system = await noted(6);
    await append(system, 'seventh');
    await noteAnchors(system.services);
    change(system.path, readFileSync(system.path, 'utf8').trim().split('\n'));
    const left = existsSync(system.path) ? readFileSync(system.path, 'utf8') : null;
    expect(await kinds(system)).toEqual([kind]);
    await append(system, 'eighth');
    expect((await noteAnchors(system.services)).map((it) => it.kind)).toEqual([kind]);
    expect(existsSync(system.path) ? readFileSync(system.path, 'utf8') : null).toBe(left);
  });

  it('signed with another key is not ours', async () => {
    await using system = await noted(6);
    const state = await readAuditState({ ...system.services, auditKey: 'another' }, { anew: true });
    expect(state.findings).toMatchObject([{ kind: 'anchors_edited', line: 1 }]);
  });

  it('has a record in the database that cannot be set back or deleted', async () => {
    await using system = await noted(6);
    const sql = system.owner();
    await expect(sql`update audit_anchor_series set lines = 0`).rejects.toThrow(/only grows/);
    await expect(sql`delete from audit_anchor_series`).rejects.toThrow(/immutable/);
    await expect(sql`truncate audit_anchor_series`).rejects.toThrow(/immutable/);
  });
});

describe('a restore that an operator accepts', () => {
  const accept = (system: System) =>
    acceptRestore(operator({ ...system.services, close: async () => {} }), 'disk died');

  it('is written into the log, and from then on the present chain counts; the missing rows stay named', async () => {
    await using system = await noted(6);
    await cutTo(system, 4);
    await append(system, 'since');
    await expect(accept(system)).resolves.toMatchObject([{ kind: 'behind', seq: 6, has: 5 }]);
    expect(await findings(system)).toEqual([]);
    const verdict = await verifyNoted(system.ctx());
    expect(verdict).toMatchObject({ rows: 6, broken: null, accepted: [{ reason: 'disk died', from: 1, to: 6 }] });
    const [row] = await system.services.sql`
      select action, detail from audit_row where project_id = ${system.project().id} order by seq desc limit 1`;
    expect(row).toMatchObject({ action: 'audit.accept_restore', detail: { reason: 'disk died' } });
    // The chain continues past the numbers of the missing rows.
    await append(system, 'seventh', 'eighth');
    expect(await noteAnchors(system.services)).toEqual([]);
    expect(await verifyNoted(system.ctx())).toMatchObject({ broken: null, notedTo: 8 });
  });

  it('removes no anchor that is still in the chain', async () => {
    await using system = await noted(3);
    await append(system, 'fourth', 'fifth');
    await noteAnchors(system.services);
    await cutTo(system, 4);
    await accept(system);
    expect((await verifyNoted(system.ctx())).accepted).toMatchObject([{ from: 4, to: 5 }]);
    await cutTo(system, 2);
    expect(await broken(system)).toMatchObject({ kind: 'truncated', seq: 3 });
  });

  it('renames a damaged file, as evidence, and begins a new one', async () => {
    await using system = await noted(6);
    writeFileSync(system.path, 'nonsense\n');
    await accept(system);
    expect(await findings(system)).toEqual([]);
    expect(readdirSync(system.dataDir).filter((name) => name.startsWith(`${ANCHOR_FILE}.`))).toHaveLength(1);
    expect((await readAuditState(system.services)).begun).toMatchObject({ reason: 'disk died' });
  });

  it('is refused where nothing is missing', async () => {
    await using system = await noted(6);
    await expect(accept(system)).rejects.toMatchObject({ status: 409, code: 'nothing_to_accept' });
  });

  it('is refused where a row was altered', async () => {
    await using system = await noted(6);
    await cutTo(system, 5);
    await tamper(system, (sql, p) => sql`update audit_row set action = 'x' where project_id = ${p} and seq = 2`);
    await expect(accept(system)).rejects.toMatchObject({ status: 409, code: 'rows_do_not_hold' });
  });
});
