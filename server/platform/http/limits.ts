/** Most bytes of an inflated body where a route says nothing else. */
export const BODY_BYTES_MAX = 1_000_000;
/** Most elements of a body (`hasMoreElements`) where a route says nothing else. */
export const ELEMENTS_MAX = 100_000;
/** The same of files. */
export const FILE_ELEMENTS_MAX = 2_500_000;

/**
 * What the process that answers resolve handles itself: reading and checking it takes some milliseconds at most. A body
 * beyond is handled in the process of heavy bodies. Of routes that take files, already from `fileBytes`.
 */
export const AT_ONCE = { elements: 4_000, bytes: 256_000, fileBytes: 64_000 } as const;

/** A declared body of up to this is not counted: so small ones are taken however many large ones are under way. */
export const UNCOUNTED_BYTES = 64_000;
/** Bytes under way of bodies of up to `BODY_BYTES_MAX`, and of files. A file may be 50 MB. */
export const BODY_BUDGET = { processMax: 64_000_000, keyMax: 32_000_000 } as const;
export const FILE_BUDGET = { processMax: 128_000_000, keyMax: 64_000_000 } as const;

/** For writing 50 MB on a small and busy machine, or reading all runs that a gate compares. */
export const LONG_MS_MAX = 50_000;
/** The process of heavy requests has longer: a request's own limit is told first, and what it had begun is rolled back. */
export const HEAVY_MS_MAX = 60_000;
