import { randomBytes } from 'node:crypto';
import type { Tx } from '#db/client.ts';
import { signInLink } from '#db/schema/projects.ts';
import type { Services } from '#server/platform/context.ts';
import { sha256Hex } from '#server/platform/ids.ts';

const GOOD_FOR_MS = 24 * 3_600_000;

/** The address that a one-time token opens. */
export const linkOf = (publicUrl: string, token: string): string => `${publicUrl}/sign-in?token=${token}`;

/** Makes a single-use way in for a person, good for 24 hours; only its SHA-256 is kept. Returns the secret token. */
export async function makeSignInLink(tx: Tx, { clock }: Pick<Services, 'clock'>, personId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(clock.now().getTime() + GOOD_FOR_MS);
  await tx.insert(signInLink).values({ hash: sha256Hex(token), personId, expiresAt });
  return token;
}

/** The secret in such an address. */
export const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
