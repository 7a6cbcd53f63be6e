import type { Outputs } from '#components/shell/trpc.ts';
import { plural } from '#components/ui/format.ts';
import { fullVariantWords } from './promotion-words.ts';

type Environment = Outputs['promotions']['requestForm']['environments'][number];

/** What serves the target now, and how many people must say yes. */
export function RequestTarget({ environment }: { environment: Environment }) {
  const { name, serving, requiredApprovals } = environment;
  const now = serving ? `${fullVariantWords(serving)} serves ${name} now` : `Nothing serves ${name} yet`;
  const approvals =
    requiredApprovals === 0
      ? 'no approval is needed: a passed gate deploys at once'
      : `${plural(requiredApprovals, 'approval')} by somebody else`;
  return (
    <p className="text-12 text-muted-foreground">
      {now.charAt(0).toUpperCase() + now.slice(1)}; {approvals}.
    </p>
  );
}
