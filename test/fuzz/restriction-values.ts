import { createRestriction } from '#server/rollouts/restrictions/write-restriction.ts';
import type { System } from '#test/harness/system.ts';
import type { Known } from './document.ts';

/** Values for the operations and procedures of what a responder holds back; one is renewed after it was lifted. */
export async function restrictionValues(
  system: System,
  { fresh }: { fresh(what: string): string },
): Promise<{ known: Known; renew: Readonly<Record<string, () => Promise<void>>> }> {
  const entry = () => ({
    ...{ kind: 'user' as const, user: fresh('user'), reason: 'attack' },
    ends_at: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const make = async () => (await createRestriction(system.ctx(), entry())).id;
  let id = await make();
  const again = async () => {
    id = await make();
  };
  return {
    known: {
      'POST /api/v1/restrictions': entry,
      'POST /api/v1/restrictions/{id}/lift id': () => id,
      'POST /api/v1/restrictions/{id}/lift': {},
      'restrictions.lift id': () => id,
    },
    renew: { 'POST /api/v1/restrictions/{id}/lift': again, 'restrictions.lift': again },
  };
}
