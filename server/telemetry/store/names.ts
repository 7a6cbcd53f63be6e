import type { Sql } from '#db/client.ts';

/** `telemetry_name.kind`: stored, so never renumber. Models are named `provider/id`. */
export const NAME_KINDS = { environment: 1, prompt: 2, model: 3, service: 4, error_code: 5, query_type: 6 } as const;
export type NameKind = keyof typeof NAME_KINDS;

/** Stored in place of a name where there is none. */
export const NO_NAME = 0;

type Book = { byText: Map<string, number>; byId: Map<number, string> };
/** What is in memory of one slot. Whoever holds a shelf keeps what it learned there, also when it was replaced since. */
export type Shelf = Record<NameKind, Book>;
export type Names = ReturnType<typeof makeNames>;

/** A shelf with a larger book is replaced rather than grown: somebody sends names that are no names. */
const BOOK_MAX = 200_000;

/**
 * The dictionary: names as small numbers, per slot and kind. A number never changes its meaning, so what was once read
 * is kept in memory for good.
 */
export function makeNames(sql: Sql, { bookMax = BOOK_MAX } = {}) {
  const shelves = new Map<number, Shelf>();

  function shelfOf(slot: number): Shelf {
    let shelf = shelves.get(slot);
    if (shelf === undefined || Object.values(shelf).some((book) => book.byText.size > bookMax)) {
      shelf = emptyShelf();
      shelves.set(slot, shelf);
    }
    return shelf;
  }

  function remember(book: Book, rows: readonly { id: number; text: string }[]): void {
    for (const { id, text } of rows) {
      book.byText.set(text, id);
      book.byId.set(id, text);
    }
  }

  /** Numbers of the texts that exist already. One index lookup a text that is not in memory. */
  async function find(
    slot: number,
    kind: NameKind,
    texts: readonly string[],
    shelf = shelfOf(slot),
  ): Promise<Map<string, number>> {
    const book = shelf[kind];
    const missing = [...new Set(texts.filter((text) => !book.byText.has(text)))];
    if (missing.length > 0) {
      remember(
        book,
        await sql<{ id: number; text: string }[]>`
          select id, text from telemetry_name
          where slot = ${slot} and kind = ${NAME_KINDS[kind]} and text = any(${missing})`,
      );
    }
    const found = new Map<string, number>();
    for (const text of texts) {
      const id = book.byText.get(text);
      if (id !== undefined) found.set(text, id);
    }
    return found;
  }

  /**
   * Gives every text a number, the next one where it is new, and leaves it on the shelf. Several processes may ask at
   * once: whoever loses the race for a number or a name reads again.
   */
  async function learn(slot: number, kind: NameKind, texts: Iterable<string>, shelf: Shelf): Promise<void> {
    const wanted = [...new Set(texts)];
    for (;;) {
      const found = await find(slot, kind, wanted, shelf);
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
    const book = shelfOf(slot)[kind];
    const wanted = [...new Set(ids)].filter((id) => id !== NO_NAME);
    const missing = wanted.filter((id) => !book.byId.has(id));
    if (missing.length > 0) {
      remember(
        book,
        await sql<{ id: number; text: string }[]>`
          select id, text from telemetry_name
          where slot = ${slot} and kind = ${NAME_KINDS[kind]} and id = any(${missing})`,
      );
    }
    return new Map(wanted.flatMap((id) => (book.byId.has(id) ? [[id, book.byId.get(id) ?? '']] : [])));
  }

  return { shelfOf, find, learn, texts };
}

const emptyBook = (): Book => ({ byText: new Map(), byId: new Map() });
const emptyShelf = (): Shelf => ({
  environment: emptyBook(),
  prompt: emptyBook(),
  model: emptyBook(),
  service: emptyBook(),
  error_code: emptyBook(),
  query_type: emptyBook(),
});
