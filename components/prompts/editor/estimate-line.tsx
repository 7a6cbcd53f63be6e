import { count, money, pricePerMillion } from '#components/ui/format.ts';
import { Mono } from '#components/ui/tags.tsx';
import type { Body } from '#server/prompts/domain/content.ts';
import type { Draft } from './draft.ts';
import { costAtMost, estimateTokens, type ModelPrice, priceOf } from './estimate.ts';

/** The size of the text and the most that a request costs, each with the method of the estimate. */
export function EstimateLine({
  body,
  filled,
  draft,
  models,
}: {
  body: Body;
  /** Whether the test values stand in the text. */
  filled: boolean;
  draft: Draft;
  models: readonly ModelPrice[];
}) {
  const tokens = estimateTokens(body);
  const limit = /^\d+$/.test(draft.limit.trim()) ? Number(draft.limit) : null;
  const price = priceOf(draft.model.trim(), models);
  const cost = costAtMost(tokens, limit, price);
  return (
    <dl className="grid gap-2 text-12 [overflow-wrap:anywhere] text-muted-foreground">
      <div>
        <dt className="sr-only">Tokens</dt>
        <dd>
          <b className="font-strong text-foreground">About {count(tokens)} tokens</b> in
          {filled ? ', with the test values' : ', variables not filled in'}: characters / 4.
        </dd>
      </div>
      <div>
        <dt className="sr-only">Cost</dt>
        <dd>
          {cost !== null && price ? (
            <>
              <b className="font-strong text-foreground">{money(cost)} a request at most</b>, with {count(limit)} tokens
              out at {pricePerMillion(price.inputPerMtok)} in and {pricePerMillion(price.outputPerMtok)} out (
              <Mono>{price.model}</Mono>).
            </>
          ) : (
            costUnknown(draft, price)
          )}
        </dd>
      </div>
    </dl>
  );
}

function costUnknown(draft: Draft, price: ModelPrice | null): string {
  if (!draft.model.trim()) return 'Cost unknown: name a model.';
  if (!price) return `Cost unknown: ${draft.model.trim()} is not a registered model.`;
  if (price.inputPerMtok === null) return `Cost unknown: ${price.model} has no price in the registry.`;
  return `Cost unknown: set ${draft.limitName}, so that the output is limited.`;
}
