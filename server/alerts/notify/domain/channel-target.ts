/** Address and secrets of a channel, as they are sealed. */
export type ChannelTarget =
  | { kind: 'webhook'; url: string; secret: string }
  | { kind: 'slack' | 'teams'; url: string }
  | { kind: 'pagerduty'; url: string; routing_key: string }
  | { kind: 'incident_io'; url: string; token: string }
  | { kind: 'alertmanager'; url: string; token: string | null }
  | {
      kind: 'email';
      host: string;
      port: number;
      /** Null, and absent in what was sealed before there was a choice: from the start on port 465, else by STARTTLS. */
      tls?: 'implicit' | 'starttls' | null;
      user: string | null;
      password: string | null;
      from: string;
      to: string[];
      /** Pages also go to the person on call. */
      on_call: boolean;
    };

export const PAGERDUTY_URL = 'https://events.pagerduty.com';

/** What is shown of a target: where it leads, and nothing that would let somebody send there. */
export function hintOf(target: ChannelTarget): string {
  if (target.kind !== 'email') return new URL(target.url).host;
  const who = target.to.length === 1 ? '1 address' : `${target.to.length} addresses`;
  return `${who}${target.on_call ? ' and who is on call' : ''}, through ${target.host}`;
}

/** The place of a channel's sealed target. */
export const placeOfChannel = ({ projectId, id }: { projectId: number; id: string }): string =>
  `channel.${projectId}.${id}`;
