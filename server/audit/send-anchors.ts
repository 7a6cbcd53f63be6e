import { closeSync, existsSync, openSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { auditAnchorSeries } from '#db/schema/audit.ts';
import type { AnchorsOutside } from '#server/platform/config.ts';
import type { Services } from '#server/platform/context.ts';
import { type SignedMessage, webhookHeaders } from '#server/platform/egress/standard-webhook.ts';
import { appendAnchorLine, readAnchorCopy, readAnchorFile } from './anchor-file.ts';
import type { AnchorLine } from './domain/anchor-line.ts';

const LINES_A_MESSAGE_MAX = 100;
const RESPONSE_WITHIN_MS = 10_000;

type Sending = Pick<Services, 'db' | 'clock' | 'auditKey' | 'dataDir'>;

/**
 * Appends every line of our own file that the file at `path` lacks. Returns the number of lines added. Throws errors of
 * the file system, and an Error where a line of that file was changed; the next call tries again.
 */
export function copyAnchors({ auditKey, dataDir }: Sending, path: string): number {
  const { lines } = readAnchorFile(dataDir, auditKey);
  const series = lines[0]?.series;
  const there = existsSync(path) ? readAnchorCopy(path, auditKey) : { lines: [], editedAt: null };
  if (there.editedAt !== null) throw new Error(`Line ${there.editedAt} of ${path} is not what was written there.`);
  const has = there.lines.findLast((it) => it.series === series)?.n ?? 0;
  for (const line of lines.slice(has)) appendAnchorLine(path, line);
  return Math.max(0, lines.length - has);
}

/**
 * Sends the lines that the receiver has not acknowledged yet, in order, at most 100 in a message; each at least once.
 * With a secret, signed by the Standard Webhooks specification. Rejects when a response is not 2xx or does not arrive
 * within 10 s, or when `stopped`; the lines that were acknowledged until then are recorded.
 */
export async function postAnchors(
  services: Sending,
  webhook: NonNullable<AnchorsOutside['webhook']>,
  { stopped }: { stopped?: AbortSignal } = {},
): Promise<void> {
  const { lines } = readAnchorFile(services.dataDir, services.auditKey);
  const series = lines[0]?.series;
  if (series === undefined) return;
  const { db } = services;
  const [known] = await db
    .select({ sent: auditAnchorSeries.sent })
    .from(auditAnchorSeries)
    .where(eq(auditAnchorSeries.id, series));
  for (let sent = known?.sent ?? 0; sent < lines.length; ) {
    const some = lines.slice(sent, sent + LINES_A_MESSAGE_MAX);
    await post(webhook, messageOf(some, services.clock.now()), stopped);
    sent += some.length;
    await db.update(auditAnchorSeries).set({ sent }).where(eq(auditAnchorSeries.id, series));
  }
}

/** The id names the lines, so that a message that is sent twice has the same id. */
function messageOf(anchors: AnchorLine[], at: Date): SignedMessage {
  const [first, last] = [anchors[0], anchors.at(-1)];
  return {
    id: `anchors_${first?.series}_${first?.n}_${last?.n}`,
    at,
    body: JSON.stringify({ type: 'audit.anchors', timestamp: at.toISOString(), data: { anchors } }),
  };
}

async function post(
  { url, secret }: { url: string; secret: string | null },
  message: SignedMessage,
  stopped?: AbortSignal,
): Promise<void> {
  const late = AbortSignal.timeout(RESPONSE_WITHIN_MS);
  const response = await fetch(url, {
    method: 'POST',
    body: message.body,
    headers: webhookHeaders(secret, message),
    redirect: 'manual', // the operator named this receiver and no other
    signal: stopped ? AbortSignal.any([late, stopped]) : late,
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The receiver of anchors responded with ${response.status}.`);
}

/** The file system's message where nothing can be appended to AUDIT_ANCHOR_FILE; null where it can. */
export function refusedByAnchorFile(path: string): string | null {
  try {
    closeSync(openSync(path, 'a', 0o600));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
