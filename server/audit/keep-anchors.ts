import type { AnchorsOutside } from '#server/platform/config.ts';
import type { Services } from '#server/platform/context.ts';
import { findingSentence } from './finding-sentence.ts';
import { noteAnchors } from './note-anchors.ts';
import { copyAnchors, postAnchors } from './send-anchors.ts';

const EVERY_MS = 60_000;
/** What does not fit is said at once and then once an hour, not every minute. */
const SAID_AGAIN_AFTER_MS = 3_600_000;
const POST_AGAIN_AFTER_MS_MAX = 3_600_000;

type Keeping = Pick<Services, 'db' | 'clock' | 'auditKey' | 'dataDir' | 'anchorsOutside' | 'log'>;
/** A project's name by its number: audit stands left of projects. */
type NameOf = (project: number) => string | undefined;

/**
 * Notes the ends of the audit chains at once and then every minute, and carries the notes outside where the operator
 * named a place. What does not fit is logged as an error. A receiver that does not answer is tried again after 1, 2, 4 …
 * minutes, at most an hour, and nothing waits for it. Answers with how to stop.
 */
export function keepAnchors(
  services: Keeping,
  readNames: () => Promise<NameOf>,
  { everyMs = EVERY_MS }: { everyMs?: number } = {},
): () => Promise<void> {
  const { log, anchorsOutside: outside } = services;
  const say = sayOnce(services);
  const stopped = new AbortController();
  let posting = Promise.resolve();
  let post = { failed: 0, afterMs: 0 };

  async function tick(): Promise<void> {
    try {
      const findings = await noteAnchors(services);
      const nameOf = findings.length > 0 ? await readNames() : () => undefined;
      say(findings.map((it) => findingSentence(it, nameOf)));
    } catch (err) {
      log.warn({ err }, 'the ends of the audit chains are not noted');
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
    stopped.abort(); // a receiver that is slow must not keep the process
    await ticking;
    await posting;
  };
}

function sayOnce({ log, clock }: Keeping): (sentences: string[]) => void {
  const saidMs = new Map<string, number>();
  return (sentences) => {
    const nowMs = clock.now().getTime();
    for (const sentence of sentences) {
      if (nowMs - (saidMs.get(sentence) ?? 0) < SAID_AGAIN_AFTER_MS) continue;
      saidMs.set(sentence, nowMs);
      log.error(`AUDIT: ${sentence}`);
    }
    for (const sentence of saidMs.keys()) if (!sentences.includes(sentence)) saidMs.delete(sentence);
  };
}
