/** Statuses of an eval run. The worker changes those of queued and running ones. */
export const RUN_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Statuses of a run whose results still wait to be scored. */
export const MOVING_STATUSES = ['queued', 'running'] as const satisfies readonly RunStatus[];

/** Statuses of a run that more results can be added to; for others, an import creates a new run. */
export const EXTENDABLE_STATUSES = [...MOVING_STATUSES, 'completed'] as const satisfies readonly RunStatus[];

/** Whether the worker will still change a run's status. */
export const isMoving = ({ status }: { status: RunStatus }): boolean =>
  MOVING_STATUSES.some((moving) => moving === status);
