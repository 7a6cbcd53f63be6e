/** The life of an eval run; a run that is queued or running moves by itself. */
export const RUN_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** A run whose results still wait to be scored. */
export const MOVING_STATUSES = ['queued', 'running'] as const satisfies readonly RunStatus[];

/** A run that more results can be added to; any other import begins a new one. */
export const EXTENDABLE_STATUSES = [...MOVING_STATUSES, 'completed'] as const satisfies readonly RunStatus[];

/** Whether a run moves by itself. */
export const isMoving = ({ status }: { status: RunStatus }): boolean =>
  MOVING_STATUSES.some((moving) => moving === status);
