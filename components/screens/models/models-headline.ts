import type { ModelDetail } from '#components/models/model-facts.tsx';
import { daysInWords } from '#components/models/model-words.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { plural } from '#components/ui/format.ts';
import { calendarDay } from '#components/ui/time/format-time.ts';

export type CalendarRow = Outputs['models']['calendar']['rows'][number];
export type Proof = Outputs['gates']['fallbackProofs'][number];

/** The data of the page: undefined where a read has not arrived. */
export type ModelsFacts = {
  /** Registered models. */
  total: number;
  calendar: Outputs['models']['calendar'] | undefined;
  proofs: readonly Proof[] | undefined;
  now: number;
};

/** The proof of the fallback of a model, where it has one. */
export const proofOf = (
  proofs: readonly Proof[] | undefined,
  { provider, modelId }: { provider: string | null; modelId: string },
): Proof | undefined => proofs?.find((each) => each.provider === provider && each.modelId === modelId);

/** The headline: the next model to retire and whether its replacement is proven; else the plain state. */
export function modelsHeadline({ total, calendar, proofs, now }: ModelsFacts): string {
  const [gone, next] = [servingRows(calendar, (days) => days <= 0)[0], servingRows(calendar, (days) => days > 0)[0]];
  if (gone) {
    return `${gone.name} retired on ${calendarDay(gone.retiresOn, now)} and still serves ${plural(gone.prompts, 'prompt')}; ${readiness(gone, proofs)}.`;
  }
  if (next) return `${next.name} retires ${daysInWords(next.days)}; ${readiness(next, proofs)}.`;
  if (total === 0) return 'No model is registered yet.';
  return 'Nothing that serves is known to retire within 180 days.';
}

/** The models that serve and retire, soonest first. */
const servingRows = (calendar: ModelsFacts['calendar'], fits: (days: number) => boolean): CalendarRow[] =>
  (calendar?.rows ?? []).filter((row) => row.prompts > 0 && fits(row.days));

/** Whether the prompts of a model can migrate: `2 of its 3 prompts have a proven replacement`. */
export function readiness(
  row: Pick<CalendarRow, 'provider' | 'modelId' | 'prompts'>,
  proofs: ModelsFacts['proofs'],
): string {
  const proof = proofOf(proofs, row);
  if (proof === undefined) return 'it has no fallback';
  if (proof.refusal !== null) return 'its fallback retires no later';
  const proven = proof.prompts.filter(({ state }) => state === 'proven').length;
  const all = proof.prompts.length;
  if (proven === all)
    return all === 1 ? 'its replacement is proven' : `the replacement of all its ${all} prompts is proven`;
  return all === 1
    ? `its replacement is ${proof.state === 'failed' ? 'refused by the gate' : 'not proven'}`
    : `${proven} of its ${all} prompts have a proven replacement`;
}

/** The line below the headline: the next models to retire, and the ambiguous names. */
export function modelsEvidence({ calendar, proofs, now }: ModelsFacts): string {
  if (calendar === undefined) return '';
  const others = servingRows(calendar, () => true)
    .slice(1, 3)
    .map(
      (row) =>
        `then ${row.name} ${row.days > 0 ? `retires ${daysInWords(row.days)}` : 'is retired'}, ${readiness(row, proofs)}`,
    );
  const asked = calendar.asked.length;
  return [
    ...others,
    asked > 0
      ? `${plural(asked, 'name that serves', 'names that serve')} may be in the list, and which entry is not known`
      : '',
    `the list of deprecations is of ${calendarDay(calendar.asOf, now)}`,
  ]
    .filter(Boolean)
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}.`)
    .join(' ');
}

type OneModel = Pick<ModelDetail, 'provider' | 'modelId' | 'deployedTo' | 'life' | 'daysLeft' | 'status'>;

/** Where a model serves and when it retires, in one sentence. */
export function modelSentence(model: OneModel, proof: Proof | undefined, now: number): string {
  const prompts = new Set(model.deployedTo.map(({ prompt }) => prompt)).size;
  const serves = prompts === 0 ? 'It serves nowhere' : `It serves ${plural(prompts, 'prompt')}`;
  const { retirementDate } = model.life;
  const ready = prompts === 0 ? '' : `; ${readiness({ ...model, prompts }, proof && [proof])}`;
  if (retirementDate === null || model.daysLeft === null) {
    return model.status === 'deprecated' ? `${serves} and is deprecated without a day${ready}.` : `${serves}${ready}.`;
  }
  const day = calendarDay(retirementDate, now);
  return model.daysLeft <= 0
    ? `${serves} and retired on ${day}${ready}.`
    : `${serves} and retires on ${day}, ${daysInWords(model.daysLeft)}${ready}.`;
}
