import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '#db/client.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { appendAudit } from './append-audit.ts';
import { readAudit } from './read-audit.ts';
import { verifyAudit } from './verify-audit.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.dispose());

const append = (action: string, detail: Record<string, unknown> = {}) => {
  const ctx = system.ctx();
  return inTransaction(ctx, (ctx) => appendAudit(ctx, { action, object: { kind: 'thing', id: action }, detail }));
};

it('refuses to change, delete or truncate a row', async () => {
  await append('kept');
  const sql = system.owner();
  await expect(sql`update audit_row set action = 'x'`).rejects.toThrow(/immutable/);
  await expect(sql`delete from audit_row`).rejects.toThrow(/immutable/);
  await expect(sql`truncate audit_row`).rejects.toThrow(/immutable/);
  await expect(sql`update audit_head set seq = 0`).rejects.toThrow(/moves on/);
  await expect(sql`delete from audit_head`).rejects.toThrow(/immutable/);
});

it('has no row of a change that is rolled back, and no gap', async () => {
  const before = (await verifyAudit(system.services, system.project().id)).rows;
  const ctx = system.ctx();
  const failing = inTransaction(ctx, async (ctx) => {
    await appendAudit(ctx, { action: 'lost', object: { kind: 'thing', id: '1' } });
    throw new Error('the change failed');
  });
  await expect(failing).rejects.toThrow('the change failed');
  await append('kept');
  const verdict = await verifyAudit(system.services, system.project().id);
  expect(verdict).toMatchObject({ rows: before + 1, broken: null });
});

it('responds with 503 to a change that it cannot record, and the change is not made', async () => {
  await using own = await startSystem();
  const key = await own.key(['registry', 'read']);
  const create = () => own.api('POST', '/api/v1/prompts', { key, body: { name: 'unrecorded', type: 'text' } });
  await own.owner()`create function no_audit() returns trigger language plpgsql as $$
    begin raise exception 'the audit disk of host 10.0.0.1 is full'; end $$`;
  await own.owner()`create trigger no_audit before insert on audit_row for each row execute function no_audit()`;
  const refused = await create();
  expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([503, 'unavailable', '2']);
  expect(JSON.stringify(refused.body)).not.toContain('10.0.0.1');
  expect((await own.api('GET', '/api/v1/prompts/unrecorded', { key })).status).toBe(404);
  await own.owner()`drop trigger no_audit on audit_row`;
  expect((await create()).status).toBe(201);
});

it('numbers rows without gap or double when many are appended at once', async () => {
  const before = (await verifyAudit(system.services, system.project().id)).rows;
  await Promise.all(Array.from({ length: 20 }, (_, i) => append(`at-once-${i}`)));
  expect(await verifyAudit(system.services, system.project().id)).toMatchObject({ rows: before + 20, broken: null });
});

it('verifies details of every JSON shape after Postgres has stored them', async () => {
  await append('odd', {
    'z-first': 1,
    a: [1.5, 1e21, 1e-7, -0, null, true],
    nested: { ä: 'ö"\\\n', when: new Date(0), left: undefined },
    big: Number.MAX_SAFE_INTEGER,
  });
  expect((await verifyAudit(system.services, system.project().id)).broken).toBeNull();
});

it('has a separate chain for each project', async () => {
  expect(await verifyAudit(system.services, system.project('other').id)).toMatchObject({ rows: 1, broken: null });
});

it('finds rows by action, object, actor and detail, newest first, page by page', async () => {
  for (let i = 0; i < 5; i++) await append('paged', { colour: `blue_${i}` });
  const ctx = system.ctx();
  const first = await readAudit(ctx, { search: 'BLUE_', limit: 3 });
  const second = await readAudit(ctx, { search: 'BLUE_', limit: 3, cursor: first.nextCursor ?? 0 });
  expect([...first.rows, ...second.rows].map((row) => row.detail.colour)).toEqual(
    [4, 3, 2, 1, 0].map((i) => `blue_${i}`),
  );
  expect(second.nextCursor).toBeNull();
  expect((await readAudit(ctx, { search: 'blue%', limit: 3 })).rows).toEqual([]);
});

describe('after tampering', () => {
  const cases: [
    string,
    'altered' | 'missing' | 'truncated',
    number,
    (sql: Sql, project: number) => Promise<unknown>,
  ][] = [
    [
      'an altered detail',
      'altered',
      3,
      (sql, p) => sql`update audit_row set detail = '{"colour":"red"}' where project_id = ${p} and seq = 3`,
    ],
    [
      'an altered actor',
      'altered',
      2,
      (sql, p) =>
        sql`update audit_row set actor = '{"kind":"person","id":null,"name":"somebody else"}' where project_id = ${p} and seq = 2`,
    ],
    [
      'an altered time',
      'altered',
      4,
      (sql, p) => sql`update audit_row set at = at + interval '1 ms' where project_id = ${p} and seq = 4`,
    ],
    ['a deleted row', 'missing', 3, (sql, p) => sql`delete from audit_row where project_id = ${p} and seq = 3`],
    ['a deleted first row', 'missing', 1, (sql, p) => sql`delete from audit_row where project_id = ${p} and seq = 1`],
    [
      'an inserted row',
      'altered',
      7,
      (sql, p) => sql`
      insert into audit_row (project_id, seq, at, actor, action, object_kind, object_id, detail, prev, mac)
      select project_id, 7, at, actor, action, object_kind, object_id, detail, mac, mac from audit_row
      where project_id = ${p} and seq = 6`,
    ],
    [
      'two rows that were swapped',
      'altered',
      3,
      async (sql, p) => {
        await sql`update audit_row set seq = 99 where project_id = ${p} and seq = 3`;
        await sql`update audit_row set seq = 3 where project_id = ${p} and seq = 4`;
        await sql`update audit_row set seq = 4 where project_id = ${p} and seq = 99`;
      },
    ],
    ['a cut-off end', 'truncated', 5, (sql, p) => sql`delete from audit_row where project_id = ${p} and seq >= 5`],
    ['a deleted head', 'truncated', 7, (sql, p) => sql`delete from audit_head where project_id = ${p}`],
  ];

  it.each(cases)('%s is %s from row %i', async (_, kind, seq, change) => {
    await using fresh = await startSystem();
    const ctx = fresh.ctx();
    for (let i = 2; i <= 6; i++) {
      await inTransaction(ctx, (ctx) => appendAudit(ctx, { action: `a${i}`, object: { kind: 'thing', id: `${i}` } }));
    }
    const project = fresh.project().id;
    expect(await verifyAudit(fresh.services, project)).toMatchObject({ rows: 6, broken: null });
    await fresh.owner().begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await change(sql as unknown as Sql, project);
    });
    expect((await verifyAudit(fresh.services, project)).broken).toEqual({ kind, seq });
  });

  it('rows signed with another key are altered from the first on', async () => {
    const other = { ...system.services, auditKey: 'another key' };
    expect((await verifyAudit(other, system.project().id)).broken).toEqual({ kind: 'altered', seq: 1 });
  });
});
