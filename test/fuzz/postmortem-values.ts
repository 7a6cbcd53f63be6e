import { expect } from 'vitest';
import { SECTIONS } from '#server/postmortems/domain/sections.ts';
import type { System } from '#test/harness/system.ts';
import type { Known } from './document.ts';
import type { Objects } from './make-objects.ts';

/** As `Setup` of setup.ts, which reads this file. */
type Values = { known: Known; renew: Readonly<Record<string, () => Promise<void>>> };

const ONE = '/api/v1/incidents/{id}/postmortem';

const ANSWERS = {
  ...{ gate_reason: 'other', gate_reason_text: 'Nobody had thought of it.' },
  ...{ times_unknown_reason: 'No log is left.', no_actions_reason: null },
};

/** Post-mortems that the requests name: one whose review is asked for, and one that is approved, both in version 2. */
async function setupOf(system: System, { newIncident, post, fresh }: Objects) {
  const writer = await system.key();
  const owner = (await system.person({ role: 'editor', name: 'owner' })).id;
  const item = () => ({ title: fresh('item'), owner_id: owner, due_on: '2026-12-04', kind: 'detect' });
  const text = () => `# ${fresh('incident')}\n\n${SECTIONS.map(({ title }) => `## ${title}\n\nSo.\n`).join('\n')}`;
  const make = async () => {
    const number = await newIncident();
    const path = ONE.replace('{id}', String(number));
    await post(path, {});
    const action: string = (await post(`${path}/actions`, item())).id;
    // A service account, so that the admin who reviews it wrote nothing.
    const body = { version: 1, markdown: text(), ...ANSWERS, ask_review: true };
    const { status } = await system.api('PATCH', path, { key: writer, body });
    expect(status).toBe(200);
    return { number, action };
  };
  let asked = await make();
  const newAsked = async () => {
    asked = await make();
  };
  let approved = 0;
  const newApproved = async () => {
    approved = (await make()).number;
    await post(`${ONE.replace('{id}', String(approved))}/review`, { version: 2, verdict: 'approved' });
  };
  await newApproved();
  const change = () => ({ version: 2, markdown: text(), ...ANSWERS, ask_review: true });
  return { item, change, asked: () => asked, approved: () => approved, newAsked, newApproved };
}

const REVIEW = { version: 2, verdict: 'approved', note: 'x' };

/** Values for the operations of post-mortems. */
export async function postmortemOperations(system: System, objects: Objects): Promise<Values> {
  const { item, change, asked, approved, newAsked, newApproved } = await setupOf(system, objects);
  const targets = [
    ...[`GET ${ONE}`, `POST ${ONE}`, `PATCH ${ONE}`, `POST ${ONE}/review`],
    ...[`POST ${ONE}/actions`, `PATCH ${ONE}/actions/{action}`],
  ];
  return {
    known: {
      ...Object.fromEntries(targets.map((target) => [`${target} id`, () => `INC-${asked().number}`])),
      [`PATCH ${ONE}`]: change,
      [`POST ${ONE}/review`]: REVIEW,
      [`POST ${ONE}/publish id`]: approved,
      [`POST ${ONE}/publish`]: { version: 2 },
      [`POST ${ONE}/actions`]: item,
      [`PATCH ${ONE}/actions/{action} action`]: () => asked().action,
      [`PATCH ${ONE}/actions/{action}`]: () => ({ ...item(), done: true }),
    },
    renew: {
      ...Object.fromEntries(targets.slice(1, 5).map((target) => [target, newAsked])),
      [`POST ${ONE}/publish`]: newApproved,
    },
  };
}

/** Values for the procedures of post-mortems. */
export async function postmortemProcedures(system: System, objects: Objects): Promise<Values> {
  const { item, change, asked, approved, newAsked, newApproved } = await setupOf(system, objects);
  const named = ['summary', 'detail', 'file', 'draft', 'save', 'review', 'addAction', 'changeAction'];
  return {
    known: {
      ...Object.fromEntries(named.map((of) => [`postmortems.${of} number`, () => asked().number])),
      'postmortems.save change': change,
      'postmortems.review review': REVIEW,
      'postmortems.publish number': approved,
      'postmortems.publish version': 2,
      'postmortems.addAction action': item,
      'postmortems.changeAction id': () => asked().action,
      'postmortems.changeAction change': () => ({ ...item(), done: true }),
    },
    renew: {
      ...Object.fromEntries(['draft', 'save', 'review'].map((each) => [`postmortems.${each}`, newAsked])),
      'postmortems.publish': newApproved,
    },
  };
}
