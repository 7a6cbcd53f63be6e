import type { ChannelTarget } from '#server/alerts/notify/domain/channel-target.ts';
import { type Attempt, judgeStatus, shownResponse } from '#server/alerts/notify/domain/delivery.ts';
import { type Notice, noticeAt } from '#server/alerts/notify/domain/notice.ts';
import { slackMessage, teamsMessage } from '#server/alerts/notify/payloads/domain/chat.ts';
import {
  alertmanagerAlerts,
  incidentIoEvent,
  pagerDutyChange,
  pagerDutyEvent,
} from '#server/alerts/notify/payloads/domain/incidents.ts';
import { mailOf, webhookBody } from '#server/alerts/notify/payloads/domain/message.ts';
import type { Services } from '#server/platform/context.ts';
import { EgressFailure } from '#server/platform/egress/egress.ts';
import { webhookHeaders } from '#server/platform/egress/standard-webhook.ts';
import { sendMail } from './send-mail.ts';

const WITHIN_MS = 10_000;
/** Bytes of a response that are read; the rest is not. */
const RESPONSE_BYTES_MAX = 64_000;

type Sending = Pick<Services, 'egress' | 'clock'>;

/** Sends a notification once. `mailTo`: the address of the person on call. Never throws for what a receiver does. */
export async function sendNotice(
  services: Sending,
  target: ChannelTarget,
  told: Notice,
  mailTo: string | null,
): Promise<Attempt> {
  const notice = noticeAt(told, services.clock.now().getTime());
  try {
    if (target.kind === 'email') {
      const to = target.on_call && mailTo !== null ? [...target.to, mailTo] : target.to;
      return await sendMail(services, target, { ...mailOf(notice), to, id: notice.id });
    }
    const { url, headers, body } = requestOf(target, notice, services.clock.now());
    return await post(services, target.kind, { url, headers, body });
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error;
    const isBlocked = error.kind === 'blocked';
    return { verdict: isBlocked ? 'blocked' : 'retry', status: null, response: shownResponse(error.message) };
  }
}

type Post = { url: string; headers: Record<string, string>; body: string };

/** Posts JSON and judges the status. Throws an EgressFailure. */
export async function post(
  services: Sending,
  kind: ChannelTarget['kind'],
  { url, headers, body }: Post,
): Promise<Attempt> {
  const limits = { withinMs: WITHIN_MS, bytesMax: RESPONSE_BYTES_MAX, cutsBody: true };
  const response = await services.egress.send({ url, method: 'POST', headers, body, ...limits });
  const text = shownResponse(new TextDecoder().decode(response.body.subarray(0, 2_000)));
  return { verdict: judgeStatus(kind, response.status), status: response.status, response: text };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const json = (url: string, value: unknown, headers: Record<string, string> = {}): Post => ({
  url,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(value),
});
const bearer = (token: string | null): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` };

function requestOf(target: Exclude<ChannelTarget, { kind: 'email' }>, notice: Notice, now: Date): Post {
  switch (target.kind) {
    case 'webhook': {
      const body = JSON.stringify(webhookBody(notice));
      return { url: target.url, body, headers: webhookHeaders(target.secret, { id: notice.id, at: now, body }) };
    }
    case 'slack':
      return json(target.url, slackMessage(notice));
    case 'teams':
      return json(target.url, teamsMessage(notice));
    case 'pagerduty':
      return notice.reason === 'change'
        ? json(`${target.url}/v2/change/enqueue`, pagerDutyChange(notice, target.routing_key))
        : json(`${target.url}/v2/enqueue`, pagerDutyEvent(notice, target.routing_key));
    case 'incident_io':
      return json(target.url, incidentIoEvent(notice), bearer(target.token));
    case 'alertmanager':
      return alertmanagerPost(
        target,
        alertmanagerAlerts(notice.project, [...notice.firing, ...notice.resolved], now.getTime()),
      );
  }
}

/** A post of alerts to an Alertmanager. */
export const alertmanagerPost = (target: { url: string; token: string | null }, alerts: unknown): Post =>
  json(`${target.url}/api/v2/alerts`, alerts, bearer(target.token));
