import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { MAIL_CERTIFICATE, MAIL_KEY } from './mail-certificate.ts';

export type Received = { path: string; headers: Record<string, string>; text: string; body: unknown };
type Answer = (request: IncomingMessage, response: ServerResponse, received: Received) => void;

/** A receiver on a port of its own that records what it gets. `answer` may be changed while it runs. */
export async function startReceiver(first: Answer = (_, response) => response.end('ok')) {
  const got: Received[] = [];
  const self = { answer: first };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const received = {
        path: request.url ?? '',
        headers,
        text,
        body: text === '' ? null : (JSON.parse(text) as unknown),
      };
      got.push(received);
      self.answer(request, response, received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    got,
    respond: (answer: Answer) => {
      self.answer = answer;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with a status and text. */
export const status =
  (code: number, text = '', headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end(text);

/** Answers 200 to what fits the schema of its path, and 400 with the reason to all else. */
export const strict =
  (schemas: Record<string, z.ZodType>, ok = 200, charsMax = 500_000): Answer =>
  (_, response, { path, body, text }) => {
    const parsed = schemas[path]?.safeParse(body);
    if (parsed?.success && text.length <= charsMax) response.writeHead(ok).end('ok');
    else response.writeHead(400).end(parsed?.error?.message ?? `no such address, or too long: ${path}`);
  };

const text = (max: number) => z.string().min(1).max(max);
const time = z.iso.datetime();

/** Slack-compatible incoming webhooks: 50 blocks, header 150, section 3000, button 75. */
export const slackSchema = z
  .strictObject({
    text: text(12_000),
    blocks: z
      .array(
        z.discriminatedUnion('type', [
          z.strictObject({
            type: z.literal('header'),
            text: z.strictObject({ type: z.literal('plain_text'), text: text(150) }),
          }),
          z.strictObject({
            type: z.literal('section'),
            text: z.strictObject({ type: z.literal('mrkdwn'), text: text(3_000) }),
          }),
          z.strictObject({
            type: z.literal('context'),
            elements: z
              .array(z.strictObject({ type: z.literal('mrkdwn'), text: text(3_000) }))
              .min(1)
              .max(10),
          }),
          z.strictObject({
            type: z.literal('actions'),
            elements: z
              .array(
                z.strictObject({
                  type: z.literal('button'),
                  text: z.strictObject({ type: z.literal('plain_text'), text: text(75) }),
                  url: z.url().max(3_000),
                }),
              )
              .min(1)
              .max(25),
          }),
        ]),
      )
      .max(50),
  })
  .refine((message) => JSON.stringify(message).length <= 12_000, 'msg_blocks_too_long');

const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: text(10_000),
  wrap: z.literal(true),
  weight: z.enum(['Bolder']).optional(),
  size: z.enum(['Small', 'Medium']).optional(),
  color: z.enum(['Attention', 'Good', 'Warning']).optional(),
});

/** Teams Workflows: one adaptive card in the envelope of its trigger. */
export const teamsSchema = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
          type: z.literal('AdaptiveCard'),
          version: z.literal('1.2'),
          body: z.array(textBlock).min(1),
          actions: z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: text(100), url: z.url() })),
          msteams: z.strictObject({ width: z.literal('full') }),
        }),
      }),
    )
    .length(1),
});

const link = z.strictObject({ href: z.url(), text: text(1_000) });
const head = { routing_key: z.string().length(32), dedup_key: text(255) };

/** PagerDuty Events v2. */
export const pagerDutySchemas = {
  '/v2/enqueue': z.discriminatedUnion('event_action', [
    z.strictObject({
      ...head,
      event_action: z.literal('trigger'),
      client: text(1_000),
      client_url: z.url(),
      links: z.array(link),
      payload: z.strictObject({
        summary: text(1_024),
        source: text(1_000),
        severity: z.enum(['critical', 'error', 'warning', 'info']),
        timestamp: time,
        component: text(1_000),
        group: text(1_000),
        class: text(1_000),
        custom_details: z.record(z.string(), z.unknown()),
      }),
    }),
    z.strictObject({ ...head, event_action: z.enum(['acknowledge', 'resolve']) }),
  ]),
  '/v2/change/enqueue': z.strictObject({
    routing_key: z.string().length(32),
    payload: z.strictObject({
      summary: text(1_024),
      source: text(1_000),
      timestamp: time,
      custom_details: z.record(z.string(), z.unknown()),
    }),
    links: z.array(link),
  }),
};

/** An HTTP alert source of incident.io. */
export const incidentIoSchema = z.strictObject({
  title: text(1_000),
  description: z.string(),
  deduplication_key: text(255),
  status: z.enum(['firing', 'resolved']),
  metadata: z.record(z.string(), z.string()),
  source_url: z.url(),
});

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** `POST /api/v2/alerts` of Alertmanager. */
export const alertmanagerSchema = z
  .array(
    z.strictObject({
      labels: z.record(z.string().regex(LABEL), text(2_000)).refine((labels) => 'alertname' in labels),
      annotations: z.record(z.string(), z.string()),
      startsAt: time,
      endsAt: time,
      generatorURL: z.url(),
    }),
  )
  .min(1);

export type Mail = { from: string; to: string[]; text: string; isEncrypted: boolean };

/**
 * A real SMTP server on a port of its own, which records what it takes: without encryption, or with {@link MAIL_CERTIFICATE}
 * from the start or by STARTTLS.
 */
export async function startMailServer(tls: 'none' | 'starttls' | 'implicit' = 'none') {
  const got: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    ...(tls === 'none'
      ? { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }
      : { secure: tls === 'implicit', key: MAIL_KEY, cert: MAIL_CERTIFICATE }),
    onAuth: (auth, _, done) =>
      auth.password === 'right' ? done(null, { user: auth.username }) : done(new Error('no')),
    onRcptTo: (address, _, done) => {
      if (!address.address.startsWith('nobody@')) return done();
      done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        const to = rcptTo.map(({ address }) => address);
        got.push({ from, to, text: Buffer.concat(parts).toString(), isEncrypted: session.secure });
        done();
      });
    },
  });
  server.on('error', () => undefined); // of clients that do not trust its certificate
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  return { port, got, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
