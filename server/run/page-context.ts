import { randomUUID } from 'node:crypto';
import { cache } from 'react';
import type { PageContext } from '#server/platform/trpc.ts';
import { loadMember } from '#server/projects/load-member.ts';
import { readSignedIn } from '#server/projects/sign-in.ts';
import { createCaller } from './trpc-root.ts';
import { webServices } from './web-services.ts';

/** Who asks and with what: for tRPC over HTTP and for server components alike. The person is read anew each request. */
export async function pageContext(ip: string | null): Promise<PageContext> {
  const services = webServices();
  return {
    services,
    requestId: randomUUID(),
    ip,
    person: await readSignedIn(services),
    loadMember: (personId, project) => loadMember(services, personId, project),
  };
}

/** The tRPC API called directly from a server component; one context a request. */
export const pageCaller = cache(async () => createCaller(await pageContext(null)));
