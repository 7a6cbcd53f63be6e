'use client';

import { PageActionBar } from '#components/ui/page-action-bar.tsx';
import { DecisionButton } from './decision-button.tsx';
import { decisionTitle, otherRefusals } from './decision-title.ts';
import { decisionsOf } from './decisions.ts';
import type { PromotionDetail } from './promotion-words.ts';

/** The decision, in sight while the page scrolls. Nothing where nothing is left to decide: the page is then the record. */
export function ActionBar({ detail }: { detail: PromotionDetail }) {
  const decisions = decisionsOf(detail);
  const main = decisions.at(-1);
  if (!main) return null;
  const { title, detail: under } = decisionTitle(detail, main);
  return (
    <PageActionBar
      title={title}
      actions={decisions.map((decision) => (
        <DecisionButton key={decision.action} decision={decision} id={detail.id} revision={detail.revision} />
      ))}
    >
      {under}
      {otherRefusals(decisions).map((reason) => (
        <span key={reason} className="block phone:hidden">
          {reason}
        </span>
      ))}
    </PageActionBar>
  );
}
