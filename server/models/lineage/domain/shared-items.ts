/** An item as far as sharing is concerned. `contentHash` covers everything but its id; `content` is any JSON. */
export type Item = { id: string; contentHash: string; content: unknown };

/** A golden item that stands in the training dataset too, and as which of its items. */
export type SharedItem = { goldenId: string; trainingId: string; by: 'content' | 'text' };

const DEPTH_MAX = 64;

/**
 * A text without what does not make it another question: case, width, white space, invisible characters, and punctuation
 * that no digit follows, so that `-5`, `.5` and `3.5` stay themselves.
 */
export const normalText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{P}(?!\d)/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The normalised texts anywhere in a JSON value, each once; deeper than 64 levels nothing is read. */
export function textsOf(value: unknown, depth = 0): Set<string> {
  if (typeof value === 'string') return new Set([normalText(value)].filter((text) => text !== ''));
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return new Set();
  return new Set(Object.values(value).flatMap((inner) => [...textsOf(inner, depth + 1)]));
}

/**
 * Golden items that a training dataset holds too: with the same content, or with all of their texts in one training item,
 * whatever its fields are called. One line a golden item, the same content before the same text. Items without any text
 * are compared by content only. Takes time in the number of items and of those that share a text.
 */
export function sharedItems(golden: readonly Item[], training: readonly Item[]): SharedItem[] {
  const byHash = new Map<string, string>();
  const byText = new Map<string, Set<number>>();
  training.forEach(({ id, contentHash, content }, i) => {
    if (!byHash.has(contentHash)) byHash.set(contentHash, id);
    for (const text of textsOf(content)) {
      const holders = byText.get(text) ?? new Set();
      byText.set(text, holders.add(i));
    }
  });
  return golden.flatMap(({ id, contentHash, content }): SharedItem[] => {
    const same = byHash.get(contentHash);
    if (same !== undefined) return [{ goldenId: id, trainingId: same, by: 'content' }];
    const holders = [...textsOf(content)].map((text) => byText.get(text) ?? new Set<number>());
    const [rarest, ...rest] = holders.toSorted((a, b) => a.size - b.size);
    const found = [...(rarest ?? [])].find((i) => rest.every((others) => others.has(i)));
    const held = found === undefined ? undefined : training[found];
    return held === undefined ? [] : [{ goldenId: id, trainingId: held.id, by: 'text' }];
  });
}

/** Most ids that a refusal names. */
const NAMED_MAX = 3;

/**
 * Why a golden set cannot measure what was trained on a dataset: they share items and no reason was given. Null where
 * they share none, or where a reason is given, which is stored with every result.
 */
export function contaminationProblem(
  shared: readonly SharedItem[],
  { goldenItems, training, reason }: { goldenItems: number; training: string; reason: string | null },
): { code: 'contaminated'; message: string } | null {
  if (shared.length === 0 || (reason !== null && reason.trim() !== '')) return null;
  const named = shared.slice(0, NAMED_MAX).map(({ goldenId }) => goldenId);
  const more = shared.length > NAMED_MAX ? ` and ${shared.length - NAMED_MAX} more` : '';
  const message = `${shared.length} of ${goldenItems} items are in the training dataset ${training} too: ${named.join(', ')}${more}. Remove them, or give a reason to measure with them.`;
  return { code: 'contaminated', message };
}
