import 'server-only';
import { TRPCError } from '@trpc/server';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { to } from '#components/shell/to.ts';

/** The header in which the proxy passes the path and query of the page, because Next does not pass them to layouts. */
const PATH_HEADER = 'x-path';

/** The resource of the URL does not exist or cannot exist: a name, a number or a text that no read accepts. */
const NOWHERE: readonly TRPCError['code'][] = ['NOT_FOUND', 'BAD_REQUEST', 'UNPROCESSABLE_CONTENT'];

export type PageRead<T> = { data: T; refused?: undefined } | { data?: undefined; refused: string };

/**
 * Waits for the reads of a page. Not signed in: redirects to sign-in, with the way back. Not found: shows the 404 page.
 * A refusal is returned as its sentence; any other error is thrown to the error page.
 */
export async function orLeave<T>(reads: Promise<T>): Promise<PageRead<T>> {
  try {
    return { data: await reads };
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === 'UNAUTHORIZED') redirect(to.signIn(await currentPath()));
    if (NOWHERE.includes(error.code)) notFound();
    if (error.code === 'FORBIDDEN') return { refused: error.message };
    throw error;
  }
}

async function currentPath(): Promise<string | undefined> {
  return (await headers()).get(PATH_HEADER) ?? undefined;
}
