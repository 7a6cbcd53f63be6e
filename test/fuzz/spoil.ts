import { pointerTo } from '#server/platform/pure/pointer.ts';
import { NAMES, nastyFor } from './nasty.ts';
import type { Random } from './random.ts';

/** A value with one place mutated, and the pointer of that place; `''` is the whole value. */
export type Spoilt = { value: unknown; touched: string };

type Place = { holder: Record<string, unknown>; key: string; pointer: string };

/** Replaces, removes, adds or repeats something in one place of a copy of `whole`. */
export function spoil(whole: unknown, random: Random): Spoilt {
  const root: Record<string, unknown> = { whole: structuredClone(whole) };
  const places = placesIn(root, '', true);
  const { holder, key, pointer } = random.chance(0.03) || places.length === 1 ? first(places) : random.pick(places);
  const old = holder[key];
  const way = random.below(10);
  if (way === 0 && pointer !== '') {
    if (Array.isArray(holder)) {
      holder.splice(Number(key), 1);
      return { value: root.whole, touched: pointer.slice(0, pointer.lastIndexOf('/')) };
    }
    delete holder[key];
  } else if (way === 1 && isRecord(old)) {
    const name = random.pick(NAMES);
    old[name] = nastyFor(undefined, random);
    return { value: root.whole, touched: pointerTo(pointer, name) };
  } else if (way === 2 && Array.isArray(old)) {
    holder[key] = random.chance(0.5) ? [] : Array.from({ length: 1_001 }, () => structuredClone(old[0]));
  } else {
    holder[key] = nastyFor(old, random);
  }
  return { value: root.whole, touched: pointer };
}

const first = (places: Place[]): Place => {
  const [place] = places;
  if (!place) throw new Error('a value has at least one place: itself');
  return place;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function placesIn(holder: object, above: string, isRoot = false): Place[] {
  return Object.entries(holder).flatMap(([key, value]) => {
    const pointer = isRoot ? '' : pointerTo(above, key);
    const own = { holder: holder as Record<string, unknown>, key, pointer };
    const inner = typeof value === 'object' && value !== null && !(value instanceof Date);
    return [own, ...(inner ? placesIn(value, pointer) : [])];
  });
}
