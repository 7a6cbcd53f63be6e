/** What a cost that is not an LLM call was for. */
export const RECORD_KINDS = ['tool', 'human', 'infrastructure'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** `cost_record.kind`: stored, so never renumber. */
export const RECORD_KIND_NUMBERS: Readonly<Record<RecordKind, number>> = { tool: 1, human: 2, infrastructure: 3 };
