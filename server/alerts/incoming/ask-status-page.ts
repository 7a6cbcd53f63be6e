import type { Services } from '#server/platform/context.ts';
import { EgressFailure } from '#server/platform/egress/egress.ts';
import { Fault } from '#server/platform/faults.ts';
import { checkStorable, decodeText, parseJson } from '#server/platform/http/json.ts';
import { statusSummary } from './contract.ts';
import type { StatusSummary } from './domain/read-status-page.ts';

const WITHIN_MS = 8_000;
const BYTES_MAX = 2_000_000;

/** What an address responded: a Statuspage's summary, or a sentence that says why it is none. */
export type Asked = { summary: StatusSummary } | { problem: string };

/** Asks an address for the `summary.json` of Statuspage, once, for at most 8 s and 2 MB. Never throws for what it responds. */
export async function askStatusPage({ egress }: Pick<Services, 'egress'>, url: string): Promise<Asked> {
  try {
    const { status, body } = await egress.send({ url, withinMs: WITHIN_MS, bytesMax: BYTES_MAX });
    if (status !== 200) return { problem: `The address responded with ${status}.` };
    const value = parseJson(decodeText(body));
    checkStorable(value);
    const parsed = statusSummary.safeParse(value);
    return parsed.success ? { summary: parsed.data } : { problem: 'The address has no summary.json of Statuspage.' };
  } catch (error) {
    if (error instanceof EgressFailure) return { problem: error.message };
    if (error instanceof Fault) return { problem: 'The address has no JSON that can be read.' };
    throw error;
  }
}
