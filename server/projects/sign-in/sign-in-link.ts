import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { signInLink } from '#db/schema/projects.ts';
import type { Services } from '#server/platform/context.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

const GOOD_FOR_MS = DAY_MS;

/** The address that a one-time token opens. */
export const linkOf = (publicUrl: string, token: string): string => `${publicUrl}/sign-in?token=${token}`;

export type LinkFor = {
  /** The transaction holds this person's row ({@link lockPerson}). */
  personId: string;
  /** Whose invitation it accepts; null: it only sets a password anew. */
  projectId: number | null;
  /** By whoever runs the server, who may set a password where there is one. */
  vouched: boolean;
  installationAdmin?: boolean;
};

/**
 * Makes a single-use way in for a person, good for 24 hours, in place of every other that is outstanding: only the
 * newest opens. Only its SHA-256 is kept. Returns the secret token.
 */
export async function makeSignInLink(ctx: InTx<Pick<Services, 'clock'>>, link: LinkFor): Promise<string> {
  await voidLinks(ctx, link.personId);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.clock.now().getTime() + GOOD_FOR_MS);
  await ctx.db.insert(signInLink).values({ ...link, hash: sha256Hex(token), expiresAt });
  return token;
}

/** Ends what is outstanding: after a use, a new password, a removal. */
export async function voidLinks(ctx: InTx<Pick<Services, 'clock'>>, personId: string): Promise<void> {
  await ctx.db
    .update(signInLink)
    .set({ usedAt: ctx.clock.now() })
    .where(and(eq(signInLink.personId, personId), isNull(signInLink.usedAt)));
}

/** The secret in such an address. */
export const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
