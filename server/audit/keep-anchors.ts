import type { AnchorsOutside } from '#server/platform/config.ts';
import type { Services } from '#server/platform/context.ts';
import { findingSentence } from './finding-sentence.ts';
import { noteAnchors } from './note-anchors.ts';
import { copyAnchors, postAnchors } from './send-anchors.ts';

const EVERY_MS = 60_000;
/** A finding is logged at once and then once an hour, not every minute. */
const LOGGED_AGAIN_AFTER_MS = 3_600_000;
const POST_AGAIN_AFTER_MS_MAX = 3_600_000;

type Keeping = Pick<Services, 'db' | 'clock' | 'auditKey' | 'dataDir' | 'anchorsOutside' | 'log'>;
/** A project's name by its id. Passed in, since audit may not import projects, to its right. */
type NameOf = (project: number) => string | undefined;

/**
 * Notes the heads of the audit chains at once and then every minute, and copies the anchors to the file and the webhook
 * that the operator has set. Findings are logged as errors. A webhook that does not respond is tried again after 1, 2,
 * 4 … minutes, at most an hour, and delays nothing else. Returns the stop function.
 */
export function keepAnchors(
  services: Keeping,
  readNames: () => Promise<NameOf>,
  { everyMs = EVERY_MS }: { everyMs?: number } = {},
): () => Promise<void> {
  const { log, anchorsOutside: outside } = services;
  const report = reportOnce(services);
  const stopped = new AbortController();
  let posting = Promise.resolve();
  let post = { failed: 0, afterMs: 0 };

  async function tick(): Promise<void> {
    try {
      const findings = await noteAnchors(services);
      const nameOf = findings.length > 0 ? await readNames() : () => undefined;
      report(findings.map((it) => findingSentence(it, nameOf)));
    } catch (err) {
      log.warn({ err }, 'the heads of the audit chains are not noted');
      return;
    }
    if (outside.file) copy(outside.file);
    if (outside.webhook && services.clock.now().getTime() >= post.afterMs) posting = send(outside.webhook);
  }

  function copy(path: string): void {
    try {
      copyAnchors(services, path);
    } catch (err) {
      log.error({ err }, 'anchors are not written to AUDIT_ANCHOR_FILE; tried again in a minute');
    }
  }

  async function send(webhook: NonNullable<AnchorsOutside['webhook']>): Promise<void> {
    post.afterMs = Number.POSITIVE_INFINITY; // one at a time
    try {
      await postAnchors(services, webhook, { stopped: stopped.signal });
      post = { failed: 0, afterMs: 0 };
    } catch (err) {
      if (stopped.signal.aborted) return;
      const failed = post.failed + 1;
      const waitMs = Math.min(POST_AGAIN_AFTER_MS_MAX, EVERY_MS * 2 ** (failed - 1));
      post = { failed, afterMs: services.clock.now().getTime() + waitMs };
      log.error({ err, againInS: waitMs / 1000 }, 'anchors are not sent to AUDIT_ANCHOR_WEBHOOK');
    }
  }

  let ticking = tick();
  const timer = setInterval(() => {
    ticking = ticking.then(tick);
  }, everyMs);
  return async () => {
    clearInterval(timer);
    stopped.abort(); // a slow receiver must not delay the exit of the process
    await ticking;
    await posting;
  };
}

/** Makes a function that logs each sentence, and the same one again only after an hour. */
function reportOnce({ log, clock }: Keeping): (sentences: string[]) => void {
  const loggedMs = new Map<string, number>();
  return (sentences) => {
    const nowMs = clock.now().getTime();
    for (const sentence of sentences) {
      if (nowMs - (loggedMs.get(sentence) ?? 0) < LOGGED_AGAIN_AFTER_MS) continue;
      loggedMs.set(sentence, nowMs);
      log.error(`AUDIT: ${sentence}`);
    }
    for (const sentence of loggedMs.keys()) if (!sentences.includes(sentence)) loggedMs.delete(sentence);
  };
}
