import { parseModelRef } from '#server/prompts/domain/variant.ts';
import { type Finder, type Name, nameOf, type Problem } from './lineage.ts';

/** A registered model with the model that serves after it retires. */
export type NodeWithFallback = Name & { fallback: string | null };

/** Most models of a chain that is listed. */
const LISTED_MAX = 20;

/**
 * The models that would serve one after another as each retires, beginning with `fallback`; a chain that returns to one
 * of its models ends there. One that is not registered ends it. A longer chain is cut after 20 models.
 */
export function fallbackChain<N extends NodeWithFallback>(
  finder: Finder<N>,
  fallback: string,
): { text: string; node: N | null }[] {
  return wholeChain(finder, fallback).slice(0, LISTED_MAX);
}

/** A fallback chain of any length. */
function wholeChain<N extends NodeWithFallback>(
  finder: Finder<N>,
  fallback: string,
): { text: string; node: N | null }[] {
  const chain: { text: string; node: N | null }[] = [];
  const seen = new Set<N>();
  let text: string | null = fallback;
  while (text !== null) {
    const node: N | null = finder.find(text);
    if (node !== null && seen.has(node)) break;
    if (node !== null) seen.add(node);
    chain.push({ text, node });
    text = node?.fallback ?? null;
  }
  return chain;
}

/**
 * Why a model cannot have this fallback, with the models in between: it would stand in for itself. Null where it can.
 * `finder` knows the model itself with this fallback.
 */
export function fallbackProblem<N extends NodeWithFallback>(
  finder: Finder<N>,
  self: Name,
  fallback: string | null | undefined,
): Problem | null {
  const path = '/fallback';
  const other = fallback ? parseModelRef(fallback) : null;
  if (other?.model === self.modelId && (other.provider === null || other.provider === self.provider)) {
    return { path, code: 'own_fallback', message: `${path}: a model cannot be its own fallback. Name another.` };
  }
  const ring = fallback ? fallbackRing(finder, self, fallback) : null;
  if (ring === null) return null;
  const message = `${path}: ${ring.join(' falls back to ')}: that is a circle, in which nothing serves at last. Name another.`;
  return { path, code: 'fallback_cycle', message };
}

/** The names of the cycle that `self` closes when it falls back to `fallback`, from itself to itself; null without one. */
function fallbackRing<N extends NodeWithFallback>(finder: Finder<N>, self: Name, fallback: string): string[] | null {
  const names = [nameOf(self)];
  for (const { text, node } of wholeChain(finder, fallback)) {
    names.push(node === null ? text : nameOf(node));
    if (names.at(-1) === names[0]) return names;
  }
  return null;
}
