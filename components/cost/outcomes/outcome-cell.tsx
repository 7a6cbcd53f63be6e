import { Td } from '#components/ui/data/table.tsx';
import { UNKNOWN } from '#components/ui/format.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type Figure, figureDetail, figureValue } from './figure-words.ts';

/** The heading above {@link OutcomeCell}. */
export const OUTCOME_HEAD = 'Cost per outcome';

/** A read of figures: of what is read the rows without a task have none. */
export type FiguresRead<Key> = { figures: ReadonlyMap<Key, Figure> | undefined; failed: boolean };

/** What an outcome costs in a table, with its interval or what is missing; it links to the tasks. */
export function OutcomeCell<Key>({
  read: { figures, failed },
  of,
  href,
}: {
  read: FiguresRead<Key>;
  of: Key;
  href: Address;
}) {
  if (figures === undefined) {
    return (
      <Td num label={OUTCOME_HEAD} unknown={failed} sub={failed ? 'not read' : undefined}>
        {failed ? UNKNOWN : <Skeleton className="my-1 ml-auto w-12" />}
      </Td>
    );
  }
  const figure = figures.get(of);
  const value = figureValue(figure);
  return (
    <Td num label={OUTCOME_HEAD} sub={figure && figureDetail(figure)} unknown={value === UNKNOWN}>
      {figure ? <TextLink href={href}>{value}</TextLink> : value}
    </Td>
  );
}
