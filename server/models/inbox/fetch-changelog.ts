import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';
import { proposeFrom } from '#server/models/deprecations/domain/inbox/propose.ts';
import type { Ctx } from '#server/platform/context.ts';
import { allowedUrl, EgressFailure, type EgressResponse } from '#server/platform/egress/egress.ts';
import { invalid } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { checkHowMany, keepText, readListed } from './paste-changelog.ts';
import { publishedTexts } from './published-texts.ts';

/** Less than the time limit of the request that waits for it. */
const WITHIN_MS = 15_000;
const BYTES_MAX = 5_000_000;

/** What reading an address gave: texts that retire models and are new, those kept before, and all that it has. */
export type Fetched = { proposals: number; keptBefore: number; texts: number };

/**
 * Reads a vendor's page or feed into proposals as {@link pasteChangelog} does; a text that was read before is kept once.
 * Nothing of this installation is sent but the request. `publishedOn`: the day of a page; a feed has its own. 422
 * `url_not_allowed`, `url_unreadable` where the address gives no text, `no_model` where no text retires a model.
 */
export async function fetchChangelog(
  ctx: Ctx,
  { url, publishedOn }: { url: string; publishedOn: Day | null },
): Promise<Fetched> {
  const address = allowedUrl(ctx.egress, '/url', url);
  const texts = publishedTexts(...(await readAddress(ctx, address)));
  return inTransaction(ctx, async (ctx) => {
    const listed = await readListed(ctx);
    const read = texts
      .map((each) => ({ ...each, publishedOn: each.publishedOn ?? publishedOn }))
      .map((each) => ({ ...each, proposals: proposeFrom(each.text, { publishedOn: each.publishedOn, listed }) }))
      .filter(({ proposals }) => proposals.length > 0);
    if (read.length === 0) {
      throw invalid('/url', 'no_model', '/url: no text there says of a model that it goes. Paste the part that does.');
    }
    const fetched: Fetched = { proposals: 0, keptBefore: 0, texts: texts.length };
    for (const each of read) {
      checkHowMany('/url', each.proposals.length);
      if (await keepText(ctx, { ...each, sourceUrl: address })) fetched.proposals += each.proposals.length;
      else fetched.keptBefore += 1;
    }
    return fetched;
  });
}

/** The text of an address and its content type. */
async function readAddress(ctx: Ctx, url: string): Promise<[body: string, contentType: string]> {
  const unreadable = (sentence: string) => invalid('/url', 'url_unreadable', `/url: ${sentence}`);
  let response: EgressResponse;
  try {
    response = await ctx.egress.send({ url, withinMs: WITHIN_MS, bytesMax: BYTES_MAX });
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error;
    throw error.kind === 'blocked'
      ? invalid('/url', 'url_not_allowed', `/url: ${error.message}`)
      : unreadable(error.message);
  }
  if (response.status !== 200) {
    throw unreadable(`the address responded with ${response.status}. Open it in a browser, or paste its text.`);
  }
  const contentType = response.headers['content-type'] ?? '';
  if (!/^(?:text\/|application\/(?:[\w.-]+\+)?(?:xml|json)\b|$)/i.test(contentType)) {
    throw unreadable(`the address has ${contentType} and no text.`);
  }
  const text = decoderOf(contentType).decode(response.body);
  return [text.replaceAll('\u0000', ''), contentType];
}

/** The decoder of the charset that a content type names; UTF-8 where it names none or one that does not exist. */
function decoderOf(contentType: string): TextDecoder {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset);
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder();
    throw error;
  }
}
