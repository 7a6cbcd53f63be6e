import { TRPCError } from '@trpc/server';
import type { Standing } from '#server/platform/actions.ts';
import { Fault } from '#server/platform/faults.ts';
import { loadMember } from '#server/projects/members/load-member.ts';
import { createCaller } from '#server/run/trpc-root.ts';
import type { System } from '#test/harness/system.ts';

/** The caller and what they may do beyond their projects. */
type Caller = { id: string; name: string; installation?: Standing };

/** The pages' own API as a signed-in person, or without a session. */
export const pagesOf = ({ services }: System, person: Caller | null) =>
  createCaller({
    services,
    requestId: 'test',
    ip: null,
    person: person && { id: person.id, name: person.name, installation: person.installation },
    loadMember: (who) => loadMember(services, who),
  });

/** The code with which an action was refused; `done` where it was not. */
export const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Fault) return error.code;
      if (!(error instanceof TRPCError)) throw error;
      return error.cause instanceof Fault ? error.cause.code : error.code;
    },
  );
