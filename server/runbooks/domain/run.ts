/** What can be recorded at a step: ticked by a person, done by its action, or opened again. */
export const STEP_OUTCOMES = ['done', 'acted', 'reopened'] as const;
export type StepOutcome = (typeof STEP_OUTCOMES)[number];

/** Why an entry at a step is refused, for the response and the page. */
export type StepRefusal = { code: 'run_ended' | 'already_done' | 'not_done'; message: string };

/**
 * Whether an entry may be added at a step, by what was recorded last there:
 *
 * | last     | done    | acted   | reopened |
 * | -------- | ------- | ------- | -------- |
 * | none     | yes     | yes     | no       |
 * | done     | no      | yes     | yes      |
 * | acted    | no      | yes     | yes      |
 * | reopened | yes     | yes     | no       |
 *
 * An action may be done several times, for one prompt after another. Nothing is added to a run that ended.
 */
export function stepRefusal(
  { last, by, ended }: { last: StepOutcome | null; by: string; ended: boolean },
  next: StepOutcome,
): StepRefusal | null {
  if (ended) return { code: 'run_ended', message: 'This run ended. Start another one.' };
  const isDone = last === 'done' || last === 'acted';
  if (next === 'done' && isDone) return { code: 'already_done', message: `${by} has done this step already.` };
  if (next === 'reopened' && !isDone) return { code: 'not_done', message: 'This step is not done.' };
  return null;
}
