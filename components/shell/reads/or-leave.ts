import 'server-only';
import { TRPCError } from '@trpc/server';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { to } from '#components/shell/to.ts';

/** The path and query of the page that is asked for; the proxy notes it, since layouts are not told. */
const PATH_HEADER = 'x-path';

/** What an address names is not there, or cannot be: a name, a number or a text that no read takes. */
const NOWHERE: readonly TRPCError['code'][] = ['NOT_FOUND', 'BAD_REQUEST', 'UNPROCESSABLE_CONTENT'];

export type Answer<T> = { data: T; refused?: undefined } | { data?: undefined; refused: string };

/**
 * Waits for reads of a page. Where they say so, leaves for sign-in (with the way back) or for the 404 page; a refusal
 * comes back as its sentence; anything else is thrown to the error page.
 */
export async function orLeave<T>(reads: Promise<T>): Promise<Answer<T>> {
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
