import { createAnchors } from '#server/alerts/anchors/write-anchors.ts';
import type { System } from '#test/harness/system.ts';
import type { Known } from './document.ts';

/** As `Setup` of setup.ts, which reads this file. */
type Values = { known: Known; renew: Readonly<Record<string, () => Promise<void>>> };

const ITEM = { input: 'What is the fee?', output: 'Nothing.', human: 0.8, prompt: 'fuzz/text' };

/** Values for the operations of anchors: one that is scored, and one that each deletion takes out. */
export async function anchorOperations(system: System): Promise<Values> {
  const newAnchor = async () => {
    await createAnchors(system.ctx(), { anchors: [ITEM] });
    const [row] = await system.services.sql<{ id: string }[]>`
      select id from anchor where retired_at is null order by created_at desc, id desc limit 1`;
    return row?.id ?? '';
  };
  const scored = await newAnchor();
  let leaving = await newAnchor();
  return {
    known: {
      'POST /api/v1/anchors anchors': [ITEM],
      'POST /api/v1/anchors': { anchors: [ITEM] },
      'GET /api/v1/anchors/next prompt': 'fuzz/text',
      'GET /api/v1/anchors/next limit': '2',
      'POST /api/v1/anchors/{id}/scores id': scored,
      'POST /api/v1/anchors/{id}/scores': { score: 0.7, judge: 'acme/judge-1' },
      'DELETE /api/v1/anchors/{id} id': () => leaving,
    },
    renew: {
      'DELETE /api/v1/anchors/{id}': async () => {
        leaving = await newAnchor();
      },
      'POST /api/v1/anchors': () => retireOthers(system, [scored, leaving]),
    },
  };
}

/** A request that people scored, with its bodies: it is copied anew each time. */
export async function anchorProcedures(system: System): Promise<Values> {
  const { sql } = system.services;
  const [row] = await sql<{ slot: number; key: string }[]>`select slot, key::text as key from event limit 1`;
  await sql`insert into event_body (ts, slot, key, input, output)
    select ts, slot, key, 'in', 'out' from event where key = ${row?.key ?? ''}::uuid
      and not exists (select 1 from event_body b where b.key = event.key)`;
  await sql`insert into feedback (slot, id, event_key, event_ts, name, score, source, actor, at)
    select slot, gen_random_uuid(), key, ts, 'quality', 0.5, 'human', '{}', now() from event
    where key = ${row?.key ?? ''}::uuid`;
  return {
    known: { 'anchors.takeHumanScored max': 5 },
    renew: { 'anchors.takeHumanScored': () => retireOthers(system, []) },
  };
}

/** Anchors of a project are limited. */
async function retireOthers(system: System, kept: readonly string[]): Promise<void> {
  await system.services.sql`
    update anchor set retired_at = now() where retired_at is null and id::text <> all(${[...kept]}::text[])`;
}
