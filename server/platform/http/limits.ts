/** Maximum bytes of an inflated body where a route sets no other limit. */
export const BODY_BYTES_MAX = 1_000_000;
/** Maximum elements of a body (`hasMoreElements`) where a route sets no other limit. */
export const ELEMENTS_MAX = 100_000;
/** The same for routes that accept files. */
export const FILE_ELEMENTS_MAX = 2_500_000;

/**
 * The largest body that the edge process, which serves resolve, handles itself: parsing and checking it takes some
 * milliseconds. The heavy process handles larger ones; `fileBytes` is the limit of routes that accept files.
 */
export const AT_ONCE = { elements: 4_000, bytes: 256_000, fileBytes: 64_000 } as const;

/** Bodies with a declared length of up to this are not counted, so that large ones do not keep small ones out. */
export const UNCOUNTED_BYTES = 64_000;
/** Budgets in bytes for bodies of up to `BODY_BYTES_MAX`, and for files. A file may have 50 MB. */
export const BODY_BUDGET = { processMax: 64_000_000, keyMax: 32_000_000 } as const;
export const FILE_BUDGET = { processMax: 128_000_000, keyMax: 64_000_000 } as const;

/** Time limit, in ms, for writing 50 MB on a small and busy machine, or for reading all runs that a gate compares. */
export const LONG_MS_MAX = 50_000;
/** Time limit of the heavy process. Longer, so that a request reaches its own limit first and is rolled back. */
export const HEAVY_MS_MAX = 60_000;
