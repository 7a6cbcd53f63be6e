/** The source of a task's success: its outcome, the feedback on its answers, or a judge's score. */
export const SUCCESS_BY = ['outcome', 'feedback', 'quality'] as const;
export type SuccessBy = (typeof SUCCESS_BY)[number];

/** How a mature task without an outcome counts. Its share is stated either way. */
export const WITHOUT_OUTCOME = ['failure', 'excluded'] as const;
export type WithoutOutcome = (typeof WITHOUT_OUTCOME)[number];

/** A score in 0..1 from here on is a success. */
export const PASS_SCORE = 0.5;

/** Place of a way to succeed in `task_rollup.ended`: stored, so never renumber. */
export const ENDED_PLACE: Readonly<Record<SuccessBy, number>> = { outcome: 1, feedback: 3, quality: 9 };
