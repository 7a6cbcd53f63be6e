import { readMessageChannels, sendMessage } from '#server/alerts/notify/channels/send-message.ts';
import { type Matcher, matcherWords } from '#server/alerts/notify/domain/silence.ts';
import { readFirstOnCall } from '#server/alerts/notify/on-call/read-on-call.ts';
import { readSilencePrice } from '#server/alerts/notify/silences/read-silences.ts';
import { createSilence } from '#server/alerts/notify/silences/write-silence.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { cannot, hoursOf, type Planner, reasonOr, seen } from './plan.ts';

/** Silences the alerts of a prompt, or of a kind of them, until it ends. 422 for hours that are none. */
export const planSilence: Planner = async (ctx, { prompt = '', kind = '', hours = '' }) => {
  const hrs = hoursOf(hours);
  const matchers: Matcher[] = [
    { label: 'prompt', value: prompt },
    ...(kind === '' ? [] : [{ label: 'kind', value: kind }]),
  ];
  const words = matcherWords(matchers);
  const price = await readSilencePrice(ctx, { matchers });
  const n = (count: number) => count.toLocaleString('en');
  return {
    permission: 'silence.write',
    sentence: `Nobody is notified of alerts with ${words} for ${hrs} h; they are still recorded, and what fires at its end is told then. In the last 7 days it would have hidden ${n(price.firings)} alerts and, while they fired, ${n(price.failedRequests)} failed requests.`,
    undo: 'Undo it here, or end it under Alerts, "Silences". It ends by itself.',
    traffic: 'none',
    sees: seen(matchers, hrs),
    act: async (ctx, reason) => {
      const ends_at = new Date(ctx.clock.now().getTime() + hrs * HOUR_MS).toISOString();
      const row = await createSilence(ctx, { matchers, reason: reasonOr(reason), starts_at: null, ends_at });
      return {
        sentence: `Alerts with ${words} are silenced until ${row.endsAt.toISOString()}.`,
        ...{ path: '/alerts/silences', undo: { how: 'end_silence', id: row.id } },
      };
    },
  };
};

/** Sends a message to a channel, and wakes who is on call where the channel does so. 409 where the channel is gone. */
export const planNotify: Planner = async (ctx, { channel: name = '', message = '' }) => {
  const to = (await readMessageChannels(ctx)).find((one) => one.name === name);
  if (!to?.enabled) throw cannot({ code: 'channel_missing', message: `There is no channel ${name} that is enabled.` });
  const onCall = await readFirstOnCall(ctx);
  const wakes =
    onCall === null
      ? 'Nobody is on call.'
      : to.kind === 'email'
        ? `Where the channel is set so, it is also mailed to ${onCall.name}, who is on call.`
        : `It names ${onCall.name}, who is on call.`;
  return {
    permission: 'runbook.write',
    sentence: `Sends “${message}” to ${name} as a page. ${wakes}`,
    undo: 'A message cannot be taken back: send another one.',
    traffic: 'none',
    sees: seen(to.id, message, onCall?.id),
    act: async (ctx) => {
      await sendMessage(ctx, { channelId: to.id, text: message, path: '/runbooks' });
      return { sentence: `Sent to ${name}: “${message}”`, path: `/alerts/channels` };
    },
  };
};
