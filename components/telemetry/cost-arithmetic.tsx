import type { Outputs } from '#components/shell/trpc.ts';
import { Facts } from '#components/ui/data/rows.tsx';
import { count, money, pricePerMillion } from '#components/ui/format.ts';
import { Time } from '#components/ui/time/time.tsx';

/** How the cost was computed: tokens times the price in force, or the sender's own figure. */
export function CostArithmetic({ request }: { request: Outputs['telemetry']['request'] }) {
  const { price, cost, tokensIn, tokensOut } = request;
  const cached = request.tokensCached ?? 0;
  if (price === null) {
    return (
      <section>
        <h3 className="font-semibold">Cost {money(cost)}</h3>
        <p className="text-12 text-muted-foreground">
          {cost === null
            ? 'Unknown: the event reports no cost and the registry has no price for this model at that time.'
            : 'As the sender reported it; the registry has no price for this model at that time.'}
        </p>
      </section>
    );
  }
  const fresh = tokensIn === null ? null : Math.max(0, tokensIn - cached);
  return (
    <section>
      <h3 className="font-semibold">Cost {money(cost)}</h3>
      <Facts
        facts={[
          ['Input', `${count(fresh)} × ${pricePerMillion(price.inputPerMtok)}`],
          ...(cached > 0
            ? [
                [
                  'Cached input',
                  `${count(cached)} × ${pricePerMillion(price.cachedInputPerMtok ?? price.inputPerMtok)}`,
                ] as [string, string],
              ]
            : []),
          ['Output', `${count(tokensOut)} × ${pricePerMillion(price.outputPerMtok)}`],
          ['Price in force since', <Time key="since" at={price.effectiveFrom} style="day" />],
        ]}
      />
    </section>
  );
}
