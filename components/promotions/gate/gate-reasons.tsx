import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import { Icon } from '#components/ui/icons/icon.tsx';

/** Every reason why the verdict is not a pass, in the gate's own sentences; and how many items would settle it. */
export function GateReasons({ gate }: { gate: NonNullable<PromotionDetail['gate']> }) {
  if (gate.reasons.length === 0) return null;
  return (
    <div className="border-t px-3 pt-2.5 pb-3">
      <h3 className="text-13 font-semibold">{gate.verdict === 'fail' ? 'Why it fails' : 'What is missing'}</h3>
      <ul className="mt-1 grid gap-1">
        {gate.reasons.map((reason) => (
          <li key={`${reason.code} ${reason.dataset} ${reason.category}`} className="flex items-start gap-1.5">
            <Icon
              name={reason.verdict === 'fail' ? 'fail' : 'inconclusive'}
              size={14}
              className={reason.verdict === 'fail' ? 'mt-[3px] text-fail' : 'mt-[3px] text-inconclusive'}
            />
            <span className="min-w-0 text-pretty">{reason.sentence}</span>
          </li>
        ))}
      </ul>
      {Object.entries(gate.neededItems).map(([category, items]) => (
        <p key={category} className="mt-1 text-12 text-muted-foreground">
          {category}: {items.toLocaleString('en-US')} items in all would settle it.
        </p>
      ))}
    </div>
  );
}
