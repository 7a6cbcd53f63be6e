import type { Figure } from '#components/models/lineage/figure.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { plural } from '#components/ui/format.ts';

type Contaminations = Outputs['evals']['contamination'];

/** The first sentence of the page: the worst that is known, else how much there is. */
export function lineageHeadline({ nodes }: Figure, rows: Contaminations['rows']): string {
  if (nodes.length === 0) return 'No model says what it was made from.';
  const open = rows.filter(({ reason }) => reason === null);
  const [first] = open.length > 0 ? open : rows;
  if (first) {
    const { golden, sharedTotal, models } = first;
    const which = models.length === 1 ? models[0] : plural(models.length, 'model');
    const more = open.length > 1 ? ` So do ${open.length - 1} more.` : '';
    return `${golden.dataset} ${golden.version} shares ${sharedTotal} of its ${plural(golden.items, 'item')} with what ${which} was trained on, ${first.reason === null ? 'and nobody said why.' : 'for a reason.'}${more}`;
  }
  const models = nodes.filter(({ kind }) => kind === 'registered_model').length;
  const places = nodes.flatMap((node) => (node.kind === 'prompt_version' ? node.environments : [])).length;
  return `${plural(models, 'model')} in lineage, ${places === 0 ? 'none of which serves' : `serving in ${plural(places, 'place')}`}.`;
}

/** The grey line under it: what was not compared, and why. */
export function lineageEvidence({ elsewhere, waiting }: Pick<Contaminations, 'elsewhere' | 'waiting'>): string {
  const parts = [
    elsewhere.length === 0
      ? ''
      : `The items of ${plural(elsewhere.length, 'training dataset')} are not in this project, so nobody knows what golden sets share with ${elsewhere.length === 1 ? 'it' : 'them'}.`,
    waiting === 0 ? '' : `${plural(waiting, 'pair')} of sets not compared yet, or too large to be.`,
  ];
  return parts.filter(Boolean).join(' ') || 'Every golden set was compared with every training dataset.';
}
