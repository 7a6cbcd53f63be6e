import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { signInLink } from '#db/schema/projects.ts';
import type { Services } from '#server/platform/context.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

const VALID_MS = DAY_MS;

/** The address of a one-time link with this token. */
export const linkOf = (publicUrl: string, token: string): string => `${publicUrl}/sign-in?token=${token}`;

export type LinkFor = {
  /** The transaction has locked this person's row ({@link lockPerson}). */
  personId: string;
  /** The project whose invitation it accepts; null: it only sets a new password. */
  projectId: number | null;
  /** Whether the server's operator made it: then it may replace a password. */
  vouched: boolean;
  installationAdmin?: boolean;
};

/**
 * Makes a one-time link for a person, valid for 24 hours, and voids all earlier ones. Only the SHA-256 of its token is
 * stored. Returns the token.
 */
export async function makeSignInLink(ctx: InTx<Pick<Services, 'clock'>>, link: LinkFor): Promise<string> {
  await voidLinks(ctx, link.personId);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.clock.now().getTime() + VALID_MS);
  await ctx.db.insert(signInLink).values({ ...link, hash: sha256Hex(token), expiresAt });
  return token;
}

/** Voids the outstanding links of a person: after a use, a new password, a removal. */
export async function voidLinks(ctx: InTx<Pick<Services, 'clock'>>, personId: string): Promise<void> {
  await ctx.db
    .update(signInLink)
    .set({ usedAt: ctx.clock.now() })
    .where(and(eq(signInLink.personId, personId), isNull(signInLink.usedAt)));
}

/** The token in such an address. */
export const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
