import type { System } from '#test/harness/system.ts';

/**
 * Excluded: an Idempotency-Key is claimed before its request is checked, and released when that is refused; attempts
 * with a password are counted because they are refused, and so is what a sender of alerts sent that cannot be read.
 */
const APART = ['idempotency_key', 'sign_in_attempt', 'incoming_source', 'fuzz_change'];

export type Ledger = {
  /** The tables whose rows have changed since the last call, each change once; `last_used_at` does not count. */
  taken(): Promise<string[]>;
};

/** Records every committed change of a row in any table, to find what a refused request leaves. */
export async function openLedger(system: System): Promise<Ledger> {
  const sql = system.owner();
  await sql`create unlogged table fuzz_change (relation text not null)`;
  await sql`create function fuzz_note() returns trigger language plpgsql security definer as $$
    begin
      if tg_table_schema = 'graphile_worker' and tg_op <> 'INSERT' then return null; end if; -- jobs that were run
      if tg_op = 'UPDATE' then
        if to_jsonb(old) - 'last_used_at' = to_jsonb(new) - 'last_used_at' then return null; end if;
      end if;
      insert into public.fuzz_change values (tg_table_name);
      return null;
    end $$`;
  const tables = await sql<{ schema: string; name: string }[]>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all(${APART})`;
  for (const { schema, name } of tables) {
    await sql`create trigger fuzz_note after insert or update or delete on ${sql(schema)}.${sql(name)}
      for each row execute function public.fuzz_note()`;
  }
  return {
    taken: async () => {
      const rows = await sql<{ relation: string }[]>`delete from fuzz_change returning relation`;
      return rows.map(({ relation }) => relation).sort();
    },
  };
}
