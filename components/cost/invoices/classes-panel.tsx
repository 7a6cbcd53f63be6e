import type { ReactNode } from 'react';
import { to } from '#components/shell/to.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import type { Tone } from '#components/ui/badge/badge-states.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, plural } from '#components/ui/format.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import type { DifferenceClass } from '#server/cost/domain/invoice/explain.ts';
import { Exact } from './exact.tsx';
import { CLASS_WORDS, type InvoiceDetail } from './invoice-words.ts';

const LOOKS: Record<DifferenceClass, { tone: Tone; icon: IconName }> = {
  traffic_not_seen: { tone: 'fail', icon: 'fail' },
  not_billed: { tone: 'inconclusive', icon: 'inconclusive' },
  no_price: { tone: 'fail', icon: 'fail' },
  wrong_price: { tone: 'fail', icon: 'fail' },
  tier_or_region: { tone: 'inconclusive', icon: 'inconclusive' },
  rounding: { tone: 'neutral', icon: 'note' },
  remainder: { tone: 'stale', icon: 'clock' },
};

/** The class of a difference as icon and word. */
export function ClassBadge({ of }: { of: DifferenceClass }) {
  return <Badge {...LOOKS[of]}>{CLASS_WORDS[of].name}</Badge>;
}

/** The difference by class, with what to do about each. A class leads to its rows. */
export function ClassesPanel({
  project,
  invoice,
  chosen,
  meta,
}: {
  project: string;
  invoice: InvoiceDetail;
  chosen: DifferenceClass | null;
  meta: ReactNode;
}) {
  const { classes, id } = invoice;
  return (
    <Panel>
      <PanelHeader title="What explains the difference" meta={meta} />
      {classes.length === 0 ? (
        <PanelBody className="text-muted-foreground">Nothing differs: every day, model and meter agrees.</PanelBody>
      ) : (
        <Table label="Difference by class" stack>
          <THead>
            <Tr>
              <Th>Because of</Th>
              <Th num>Ledger minus invoice</Th>
              <Th num>Rows</Th>
              <Th>What to do</Th>
            </Tr>
          </THead>
          <TBody>
            {classes.map((each) => (
              <Tr key={each.class} selected={each.class === chosen}>
                <Td head>
                  <ClassBadge of={each.class} />
                </Td>
                <Td num label="Ledger minus invoice">
                  <Exact usd={each.amount_usd} />
                </Td>
                <Td num label="Rows">
                  <TextLink
                    href={to.invoice(project, id, { class: each.class })}
                    scroll={false}
                    className="inline-block min-h-6 min-w-6 leading-6"
                    aria-label={`${plural(each.rows, 'row')}: ${CLASS_WORDS[each.class].name}`}
                  >
                    {count(each.rows)}
                  </TextLink>
                </Td>
                <Td label="What to do">{CLASS_WORDS[each.class].remedy}</Td>
              </Tr>
            ))}
            <Tr className="font-strong">
              <Td head>All</Td>
              <Td num label="Ledger minus invoice">
                <Exact usd={invoice.difference_usd} />
              </Td>
              <Td num unknown />
              <Td unknown />
            </Tr>
          </TBody>
        </Table>
      )}
    </Panel>
  );
}
