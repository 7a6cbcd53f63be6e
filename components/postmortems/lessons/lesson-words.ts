import type { Outputs } from '#components/shell/trpc.ts';
import type { BadgeState } from '#components/ui/badge/badge-states.ts';
import { count, plural, score } from '#components/ui/format.ts';
import type { Relation } from '#server/postmortems/lessons/domain/nearest.ts';

export type Inputs = Outputs['lessons']['inputs'];
export type FailingInput = Inputs['data'][number];
export type Case = Outputs['lessons']['cases'][number];
export type Replay = Outputs['lessons']['replay'];
export type MissingRun = Replay['runs'][number];
export type Lesson = Outputs['lessons']['ofPromotion'][number];

/** How the requests of one input failed: `3 requests failed, 1 outcome failed, scored 0.10`. */
export function failingWords({ failed_requests, failed_outcomes, low_scores, lowest_score }: FailingInput['failing']) {
  return [
    failed_requests > 0 ? `${plural(failed_requests, 'request')} failed` : '',
    failed_outcomes > 0 ? `${plural(failed_outcomes, 'outcome')} failed` : '',
    low_scores > 0 ? `scored ${score(lowest_score)}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Why no input can be shown, and what would change that; null where there is one. */
export function nothingToAdd(found: Inputs): string | null {
  if (found.data.length > 0) return null;
  if (found.failing_requests === 0) {
    return 'No request of this incident is known to have failed, to have a failed outcome or a score below 0.5.';
  }
  const failed = `${plural(found.failing_requests, 'request')} failed, but no input of them is stored`;
  return found.inputs_stored
    ? `${failed}: send \`input\` with events, in at most 100,000 characters.`
    : `${failed}, because this project stores no inputs and outputs. Send the inputs from your own logs to POST /api/v1/incidents/{id}/cases.`;
}

/** The answer as a badge; null while there is none. */
export function replayBadge({ state, verdict }: Replay): { state: BadgeState; word: string } | null {
  if (state === 'waiting') return { state: 'waits', word: 'Waits for results' };
  if (verdict === 'fail') return { state: 'right', word: 'It would have' };
  if (verdict === 'pass') return { state: 'wrong', word: 'It would not have' };
  return verdict === null ? null : { state: 'inconclusive', word: 'Cannot tell' };
}

/** What the gate said when it decided, beside what it says with the cases. */
export const thenWords = ({ verdict_then }: Replay): string =>
  verdict_then === null ? '' : `When it decided, without these cases, its verdict was ${verdict_then}. `;

/** The import of a missing run with its names and scorers, and one result to show the form. */
export function importCommand(replay: Replay, run: MissingRun, edgeUrl: string, key: string): string {
  const { prompt, scorers } = replay;
  const { version, model, dataset, dataset_version } = run;
  const body = {
    ...{ prompt, version, ...(model === null ? {} : { model }), dataset, dataset_version, scorers },
    results: [{ item: 'ITEM', output: 'ANSWER' }],
  };
  const quoted = JSON.stringify(body).replaceAll("'", "'\\''");
  return `curl ${edgeUrl}/api/v1/eval-runs/import -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '${quoted}'`;
}

export const RELATION_WORDS: Record<Relation, string> = {
  prompt: 'the same prompt',
  model: 'the same model',
  category: 'a category of the gate',
};

/** Whether the cases of an earlier incident pass now, as a badge. What was not run is no pass. */
export function casesBadge({ cases, passed, failed, not_run }: Lesson): { state: BadgeState; word: string } {
  if (cases.length === 0) return { state: 'too-little-data', word: 'No cases' };
  if (failed > 0) return { state: 'fail', word: `${count(failed)} of ${count(cases.length)} fail` };
  if (not_run > 0) return { state: 'inconclusive', word: `${count(not_run)} of ${count(cases.length)} not run` };
  return { state: 'pass', word: `All ${count(passed)} pass` };
}
