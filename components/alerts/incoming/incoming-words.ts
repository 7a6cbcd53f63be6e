import type { Outputs } from '#components/shell/trpc.ts';
import type { Tone } from '#components/ui/badge/badge-states.ts';
import { plural } from '#components/ui/format.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import type { IncomingSource } from '#server/alerts/incoming/domain/incoming-alert.ts';
import type { StatusIndicator } from '#server/alerts/incoming/domain/read-status-page.ts';

export type IncomingData = Outputs['incoming']['page'];
export type Compared = IncomingData['compared'][number];

export const SENDER_NAMES: Record<IncomingSource, string> = {
  alertmanager: 'Alertmanager',
  opsgenie: 'Opsgenie’s form',
  webhook: 'Webhook',
};

/** What the page says first: who sends, and which provider has announced something. */
export function incomingHeadline({ sources, pages }: IncomingData): string {
  const sent = sources.filter(({ receivedAt }) => receivedAt !== null).map(({ source }) => SENDER_NAMES[source]);
  const senders = sent.length === 0 ? 'Nothing has been received from outside.' : `${sent.join(' and ')} sent alerts.`;
  const bad = pages.filter(({ indicator }) => indicator !== null && indicator !== 'none').map((page) => page.provider);
  if (pages.length === 0) return senders;
  if (bad.length > 0) return `${senders} ${bad.join(' and ')} ${bad.length === 1 ? 'announces' : 'announce'} trouble.`;
  return `${senders} ${plural(pages.length, 'status page')} ${pages.length === 1 ? 'is' : 'are'} read.`;
}

export const INDICATORS: Record<StatusIndicator, { tone: Tone; icon: IconName; word: string }> = {
  none: { tone: 'pass', icon: 'pass', word: 'All well' },
  minor: { tone: 'inconclusive', icon: 'inconclusive', word: 'Minor' },
  major: { tone: 'fail', icon: 'fail', word: 'Major' },
  critical: { tone: 'fail', icon: 'fail', word: 'Critical' },
  maintenance: { tone: 'neutral', icon: 'clock', word: 'Maintenance' },
};

/** "Them: 'Elevated error rates'. We knew first: +23 min", as far as the provider's page tells. */
export function verdictWords(compared: Compared): { who: string; lead: string } {
  const { provider } = compared;
  if (compared.verdict === 'them') {
    const { leadMin } = compared;
    const minutes = `${leadMin > 0 ? '+' : leadMin < 0 ? '−' : ''}${Math.abs(leadMin)}\u00a0min`;
    if (leadMin === 0) return { who: `Them: ${compared.name}`, lead: 'Both in the same minute' };
    return {
      who: `Them: ${compared.name}`,
      lead: leadMin > 0 ? `We knew first: ${minutes}` : `They announced it first: ${minutes}`,
    };
  }
  if (compared.verdict === 'not_announced') {
    return { who: `${provider} announces nothing`, lead: 'Ours, or theirs and not announced yet' };
  }
  return { who: 'Cannot tell', lead: `No reading of ${provider}’s status page beside this alert` };
}
