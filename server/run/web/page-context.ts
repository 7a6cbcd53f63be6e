import { randomUUID } from 'node:crypto';
import { cache } from 'react';
import { withinLimit } from '#server/platform/time-limit.ts';
import { type PageContext, trpcErrorOf } from '#server/platform/trpc.ts';
import { loadMember } from '#server/projects/members/load-member.ts';
import { readSignedIn } from '#server/projects/sign-in/sign-in.ts';
import { createCaller } from '#server/run/trpc-root.ts';
import { webServices } from './web-services.ts';

/** Longer than looking up one person takes. */
const PERSON_WITHIN_MS = 4_500;

/**
 * The context of a request, for tRPC over HTTP and for server components. The signed-in person is read from the
 * database for each request. Errors: 503 where the database is unreachable.
 */
export async function pageContext(ip: string | null): Promise<PageContext> {
  const services = webServices();
  const { reachable } = services;
  const person = await withinLimit(readSignedIn(services), { limitMs: PERSON_WITHIN_MS, reachable }).catch(
    (error: unknown) => {
      throw trpcErrorOf(error) ?? error;
    },
  );
  return {
    services,
    requestId: randomUUID(),
    ip,
    person,
    loadMember: (who) => loadMember(services, who),
  };
}

/** The tRPC API, called directly from a server component; one context for each request. */
export const pageCaller = cache(async () => createCaller(await pageContext(null)));
