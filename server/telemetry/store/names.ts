import type { Sql } from '#db/client.ts';

/** `telemetry_name.kind`: stored, so never renumber. Models are named `provider/id`, keys by their ids. */
export const NAME_KINDS = {
  environment: 1,
  prompt: 2,
  model: 3,
  service: 4,
  error_code: 5,
  query_type: 6,
  api_key: 7,
} as const;
export type NameKind = keyof typeof NAME_KINDS;

/** Stored in place of a name where there is none. */
export const NO_NAME = 0;

type NameTable = { byText: Map<string, number>; byId: Map<number, string> };
/** The cached names of one slot. A call that holds one keeps every number it looked up, even after the cache is replaced. */
export type SlotNames = Record<NameKind, NameTable>;
export type Names = ReturnType<typeof makeNames>;

/** A slot's cache with a larger table is replaced rather than grown: such a sender puts unbounded values into names. */
const TABLE_MAX = 200_000;

/**
 * The dictionary: names as small numbers, per slot and kind. A number never changes its meaning, so what was once read
 * is kept in memory for good.
 */
export function makeNames(sql: Sql, { tableMax = TABLE_MAX } = {}) {
  const bySlot = new Map<number, SlotNames>();

  function slotNamesOf(slot: number): SlotNames {
    let slotNames = bySlot.get(slot);
    if (slotNames === undefined || Object.values(slotNames).some((table) => table.byText.size > tableMax)) {
      slotNames = emptySlotNames();
      bySlot.set(slot, slotNames);
    }
    return slotNames;
  }

  function cache(table: NameTable, rows: readonly { id: number; text: string }[]): void {
    for (const { id, text } of rows) {
      table.byText.set(text, id);
      table.byId.set(id, text);
    }
  }

  /** Numbers of the texts that exist already. One index lookup a text that is not in memory. */
  async function find(
    slot: number,
    kind: NameKind,
    texts: readonly string[],
    slotNames = slotNamesOf(slot),
  ): Promise<Map<string, number>> {
    const table = slotNames[kind];
    const missing = [...new Set(texts.filter((text) => !table.byText.has(text)))];
    if (missing.length > 0) {
      cache(
        table,
        await sql<{ id: number; text: string }[]>`
          select id, text from telemetry_name
          where slot = ${slot} and kind = ${NAME_KINDS[kind]} and text = any(${missing})`,
      );
    }
    const found = new Map<string, number>();
    for (const text of texts) {
      const id = table.byText.get(text);
      if (id !== undefined) found.set(text, id);
    }
    return found;
  }

  /**
   * Gives every text a number, the next one where it is new, and adds it to `slotNames`. Several processes may insert at
   * once: the one that loses the race for a number or a name reads again.
   */
  async function numberTexts(
    slot: number,
    kind: NameKind,
    texts: Iterable<string>,
    slotNames: SlotNames,
  ): Promise<void> {
    const wanted = [...new Set(texts)];
    for (;;) {
      const found = await find(slot, kind, wanted, slotNames);
      const missing = wanted.filter((text) => !found.has(text));
      if (missing.length === 0) return;
      await sql`
        insert into telemetry_name (slot, kind, id, text)
        select ${slot}, ${NAME_KINDS[kind]}, known.highest + row_number() over (order by new.text), new.text
        from unnest(${missing}::text[]) as new (text),
             (select coalesce(max(id), 0) as highest from telemetry_name
              where slot = ${slot} and kind = ${NAME_KINDS[kind]}) as known
        on conflict do nothing`;
    }
  }

  /** The text of each number that is in use; unknown numbers are left out. */
  async function texts(slot: number, kind: NameKind, ids: Iterable<number>): Promise<Map<number, string>> {
    const table = slotNamesOf(slot)[kind];
    const wanted = [...new Set(ids)].filter((id) => id !== NO_NAME);
    const missing = wanted.filter((id) => !table.byId.has(id));
    if (missing.length > 0) {
      cache(
        table,
        await sql<{ id: number; text: string }[]>`
          select id, text from telemetry_name
          where slot = ${slot} and kind = ${NAME_KINDS[kind]} and id = any(${missing})`,
      );
    }
    return new Map(wanted.flatMap((id) => (table.byId.has(id) ? [[id, table.byId.get(id) ?? '']] : [])));
  }

  return { slotNamesOf, find, numberTexts, texts };
}

const emptyTable = (): NameTable => ({ byText: new Map(), byId: new Map() });
const emptySlotNames = (): SlotNames => ({
  environment: emptyTable(),
  prompt: emptyTable(),
  model: emptyTable(),
  service: emptyTable(),
  error_code: emptyTable(),
  query_type: emptyTable(),
  api_key: emptyTable(),
});
