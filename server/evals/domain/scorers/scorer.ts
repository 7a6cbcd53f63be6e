import type { ScorerType } from './scorer-types.ts';

/** How a part of a text is extracted before comparing. */
export type Extraction = {
  /** RE2 syntax. */
  readonly pattern: string;
  /** 0 is the whole match. */
  readonly group: number;
  readonly take: 'first' | 'last';
  readonly ignore_case: boolean;
};

/** A scorer as the HTTP contract writes it, with its defaults filled in. */
export type ScorerConfig = {
  readonly type: ScorerType;
  readonly name?: string;
  /** Left out: the item's `expected`. */
  readonly value?: string | number | boolean;
  readonly extract?: Extraction;
  readonly extract_expected: boolean;
  readonly ignore_case: boolean;
  readonly tolerance?: number;
  readonly schema?: Record<string, unknown> | boolean;
  readonly threshold?: number;
  readonly weight: number;
  readonly negate: boolean;
};

/** What is wrong with a scorer: `path` is a JSON pointer below the scorer, such as `/value`. */
export type ScorerProblem = { path: string; code: string; message: string };

/**
 * Score of an output, 0..1; null where there is nothing to compare with (no `value`, and the item has no `expected`).
 * `output` is already extracted, `expected` is the scorer's `value` or the item's `expected`.
 */
export type Score = (output: string, expected: string | null) => number | null;

export type Compiled = { ok: true; score: Score } | { ok: false; problem: ScorerProblem };

/** A pattern that a scorer runs; `path` points to it below the scorer, as in `ScorerProblem`. */
export type PatternUse = { text: string; ignoreCase: boolean; path: string };

/** The parts of a scorer that have to be compiled, or what is wrong with it. Found without compiling anything. */
export type Inspection =
  | { ok: true; patterns: readonly PatternUse[] /** See inspect-schema.ts. */; schemaParts: number }
  | { ok: false; problem: ScorerProblem };

/** One kind of scorer, in a file of its own; registry.ts says how to add one. */
export type ScorerKind = {
  /** Fields of the config, beside the common ones, that this kind reads. */
  readonly fields: readonly ('tolerance' | 'schema')[];
  /**
   * Cheap and bounded, because it runs in the process that serves requests. Left out where there is nothing to compile.
   */
  inspect?(config: ScorerConfig): Inspection;
  /** Only for a config that was inspected; it may take long, so it runs in the worker. */
  compile(config: ScorerConfig): Compiled;
};
