import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { ChannelTarget } from '#server/alerts/notify/domain/channel-target.ts';
import { type Attempt, shownResponse } from '#server/alerts/notify/domain/delivery.ts';
import type { Services } from '#server/platform/context.ts';
import { isAllowedPrivate } from '#server/platform/egress/address-rules.ts';

const CONNECT_MS = 3_000;
const GREETING_MS = 5_000;
const SOCKET_MS = 8_000;

type Mail = { id: string; subject: string; text: string; to: string[] };

/**
 * Hands a mail to the server of a channel, at the address that was checked. To a public address the connection must be
 * encrypted; in a range that the operator allows it need not be, unless the channel says so. The Message-ID is the notification's, so that a mail that
 * is sent twice is one for clients. Throws an EgressFailure where the address is not allowed.
 */
export async function sendMail(
  { egress }: Pick<Services, 'egress'>,
  target: ChannelTarget & { kind: 'email' },
  { id, subject, text, to }: Mail,
): Promise<Attempt> {
  const address = await egress.addressOf(target.host, target.port);
  const mayBePlain = isAllowedPrivate(address, target.port, egress.allowed);
  const transport = createTransport({
    host: address,
    port: target.port,
    secure: target.tls == null ? target.port === 465 : target.tls === 'implicit',
    requireTLS: !mayBePlain || target.tls === 'starttls',
    ...(target.user === null ? {} : { auth: { user: target.user, pass: target.password ?? '' } }),
    // A certificate is of the name; of an address, where the channel has no name.
    tls: isIP(target.host) === 0 ? { servername: target.host } : {},
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: GREETING_MS, socketTimeout: SOCKET_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    const domain = target.from.slice(target.from.lastIndexOf('@') + 1);
    const sent = await transport.sendMail({ from: target.from, to, subject, text, messageId: `<${id}@${domain}>` });
    return { verdict: 'delivered', status: null, response: shownResponse(sent.response) };
  } catch (error) {
    return mailFailure(error);
  } finally {
    transport.close();
  }
}

/** A permanent answer (5xx) to a recipient or the message is final; a refused password may be mended, so it is tried again. */
function mailFailure(error: unknown): Attempt {
  if (!(error instanceof Error)) throw error;
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  const command = 'command' in error && typeof error.command === 'string' ? error.command : '';
  const isFinal = status !== null && status >= 500 && !command.startsWith('AUTH');
  return { verdict: isFinal ? 'refused' : 'retry', status, response: shownResponse(error.message) };
}
