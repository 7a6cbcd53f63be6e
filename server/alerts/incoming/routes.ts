import type { z } from 'zod';
import { Fault, notFound } from '#server/platform/faults.ts';
import { checkStorable, decodeText, parseJson } from '#server/platform/http/json.ts';
import { FILE_ELEMENTS_MAX, LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { type AnyEdgeRoute, type EdgeRequest, edgeRoute, ok } from '#server/platform/http/route.ts';
import { validate } from '#server/platform/http/validate.ts';
import { applyIncoming, knowsAlert } from './apply-incoming.ts';
import {
  alertmanagerBody,
  opsgenieCloseBody,
  opsgenieCloseQuery,
  opsgenieCreateBody,
  opsgenieResponse,
  type Received,
  receivedResponse,
  webhookBody,
} from './contract.ts';
import type { IncomingAlert, IncomingSource } from './domain/incoming-alert.ts';
import { readAlertmanager } from './domain/read-alertmanager.ts';
import { readOpsgenieClose, readOpsgenieCreate } from './domain/read-opsgenie.ts';
import { readWebhook } from './domain/read-webhook.ts';
import { noteMessage } from './note-message.ts';

/** 10,000 alerts of Alertmanager with their annotations. */
const MESSAGE_BYTES_MAX = 16_000_000;

/**
 * Reads and applies a message, and notes that it came, or why it was refused: most senders drop the reason that they are
 * given, and the page of incoming alerts shows it.
 */
async function receive<B>(
  { ctx, bytes }: Pick<EdgeRequest, 'ctx' | 'bytes'>,
  source: IncomingSource,
  schema: z.ZodType<B>,
  read: (body: B) => { alerts: IncomingAlert[]; truncated?: number },
): Promise<Received> {
  let message: { alerts: IncomingAlert[]; truncated?: number };
  try {
    const value = bytes.length === 0 ? {} : parseJson(decodeText(bytes));
    checkStorable(value);
    message = read(validate(schema, value));
  } catch (error) {
    if (error instanceof Fault) await noteMessage(ctx, { source, problem: error.message });
    throw error;
  }
  const { alerts, truncated = 0 } = message;
  const received = await applyIncoming(ctx, { source, alerts });
  await noteMessage(ctx, { source, alerts: alerts.length, truncated });
  return received;
}

const opsgenie = async (request: EdgeRequest, applied: Promise<Received>) => {
  const began = performance.now();
  await applied;
  const took = Math.round(performance.now() - began) / 1_000;
  return { status: 202, body: { result: 'Request will be processed', took, requestId: request.ctx.requestId } };
};

/** Alertmanager and others repeat what got a 503 and drop what got a 429. */
const common = { action: 'alert.receive', raw: true, busyIs503: true } as const;

export const incomingRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    ...common,
    method: 'POST',
    path: '/api/v1/alerts/alertmanager',
    summary:
      'Receive alerts of a Prometheus Alertmanager: its webhook, version 4; the same message again changes nothing',
    rawBody: alertmanagerBody,
    maxBytes: MESSAGE_BYTES_MAX,
    elementsMax: FILE_ELEMENTS_MAX,
    limitMs: LONG_MS_MAX,
    responses: { 200: receivedResponse },
    handle: async (request) =>
      ok(
        await receive(request, 'alertmanager', alertmanagerBody, (body) => ({
          alerts: readAlertmanager(body),
          truncated: body.truncatedAlerts,
        })),
      ),
  }),
  edgeRoute({
    ...common,
    method: 'POST',
    path: '/api/v1/alerts/incoming',
    summary: 'Receive one alert of any other system',
    rawBody: webhookBody,
    responses: { 200: receivedResponse },
    handle: async (request) =>
      ok(await receive(request, 'webhook', webhookBody, (body) => ({ alerts: [readWebhook(body)] }))),
  }),
  edgeRoute({
    ...common,
    method: 'POST',
    path: '/v2/alerts',
    alsoScheme: 'GenieKey',
    summary: "Receive an alert in the form of Opsgenie's create, for clients that were made for it",
    rawBody: opsgenieCreateBody,
    responses: { 202: opsgenieResponse },
    handle: (request) =>
      opsgenie(
        request,
        receive(request, 'opsgenie', opsgenieCreateBody, (body) => ({ alerts: [readOpsgenieCreate(body)] })),
      ),
  }),
  edgeRoute({
    ...common,
    method: 'POST',
    path: '/v2/alerts/{alias}/close',
    alsoScheme: 'GenieKey',
    summary: "Resolve an alert by its alias, in the form of Opsgenie's close",
    query: opsgenieCloseQuery,
    rawBody: opsgenieCloseBody,
    responses: { 202: opsgenieResponse },
    handle: async (request) => {
      const key = request.params.alias ?? '';
      if (!(await knowsAlert(request.ctx, { source: 'opsgenie', key }))) throw notFound();
      const read = (body: z.output<typeof opsgenieCloseBody>) => ({ alerts: [readOpsgenieClose(key, body)] });
      return opsgenie(request, receive(request, 'opsgenie', opsgenieCloseBody, read));
    },
  }),
];
