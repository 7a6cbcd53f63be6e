/** The life of an eval run; a run that is queued or running moves by itself. */
export const RUN_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
