import { createChannel, testChannel } from '#server/alerts/notify/channels/write-channel.ts';
import { saveRotation } from '#server/alerts/notify/on-call/write-on-call.ts';
import { createSilence } from '#server/alerts/notify/silences/write-silence.ts';
import type { System } from '#test/harness/system.ts';
import type { Known } from './document.ts';

type Fresh = { fresh(what: string): string };
/** As `Setup` of setup.ts, which reads this file. */
type Values = { known: Known; renew: Readonly<Record<string, () => Promise<void>>> };

const silenceOf = () => ({
  matchers: [{ label: 'prompt', value: 'fuzz/*' }],
  reason: 'moving regions',
  ends_at: new Date(Date.now() + 3_600_000).toISOString(),
});

/** A channel with every field. Its address is nowhere, and nothing is sent to it here. */
const channelOf = (name: string) => ({
  ...{ name, target: { kind: 'webhook' as const, url: 'https://hooks.example.test/x' } },
  ...{ severities: ['page' as const], sends_resolved: true },
  ticket_hours: { time_zone: 'Europe/Berlin', days: [1, 2], from: '09:00', to: '17:00' },
});

/** A silence that is renewed, a channel, and one whose tests are forgotten: it takes five that wait. */
async function made(system: System, { fresh }: Fresh) {
  const ctx = system.ctx();
  const newSilence = async () => (await createSilence(ctx, silenceOf())).id;
  const newChannel = async () => (await createChannel(ctx, channelOf(fresh('channel')))).row.id;
  const [channel, testable] = [await newChannel(), await newChannel()];
  let silence = await newSilence();
  let doomed = await newChannel();
  const { id: message } = await testChannel(ctx, testable);
  return {
    ...{ channel, testable, message, silence: () => silence, doomed: () => doomed },
    renewChannel: async () => {
      doomed = await newChannel();
    },
    renewSilence: async () => {
      silence = await newSilence();
    },
    forgetTests: async () => {
      await system.services
        .sql`update notification set state = 'given_up', next_at = null where channel_id = ${testable}`;
    },
  };
}

/** Values for the operations of silences and channels. */
export async function notifyOperations(system: System, objects: Fresh): Promise<Values> {
  const { channel, testable, message, silence, doomed, renewChannel, renewSilence, forgetTests } = await made(
    system,
    objects,
  );
  return {
    known: {
      'POST /api/v1/silences': silenceOf,
      'PATCH /api/v1/silences/{id} id': silence,
      'PATCH /api/v1/silences/{id}': () => ({ ends_at: silenceOf().ends_at, reason: 'longer' }),
      'POST /api/v1/channels': () => channelOf(objects.fresh('channel')),
      'PATCH /api/v1/channels/{id} id': channel,
      'PATCH /api/v1/channels/{id}': () => ({ ...channelOf(objects.fresh('channel')), enabled: true }),
      'POST /api/v1/channels/{id}/test id': testable,
      'POST /api/v1/channels/{id}/test': {},
      'DELETE /api/v1/channels/{id} id': doomed,
      'GET /api/v1/channels/{id}/deliveries id': channel,
      'POST /api/v1/channels/{id}/deliveries/{notification}/replay id': testable,
      'POST /api/v1/channels/{id}/deliveries/{notification}/replay notification': message,
      'POST /api/v1/channels/{id}/deliveries/{notification}/replay': {},
    },
    renew: {
      'DELETE /api/v1/channels/{id}': renewChannel,
      'PATCH /api/v1/silences/{id}': renewSilence,
      'POST /api/v1/channels/{id}/test': forgetTests,
    },
  };
}

/** Values for the procedures of silences, channels and on-call duty. */
export async function notifyProcedures(system: System, objects: Fresh): Promise<Values> {
  const { channel, testable, message, silence, doomed, renewChannel, renewSilence, forgetTests } = await made(
    system,
    objects,
  );
  const { fresh } = objects;
  const person = await system.person({ role: 'editor' });
  const turns = { people: [person.id], timeZone: 'Europe/Berlin', handOverDay: 1, handOverMinute: 540 };
  const { id: rotation } = await saveRotation(system.ctx(), {
    name: fresh('rotation'),
    ...turns,
    startsOn: '2026-11-23',
  });
  const now = Date.now();
  return {
    known: {
      'notify.silencePrice matchers': silenceOf().matchers,
      'notify.createSilence matchers': silenceOf().matchers,
      'notify.createSilence reason': 'moving regions',
      'notify.createSilence ends_at': () => silenceOf().ends_at,
      'notify.updateSilence id': silence,
      'notify.updateSilence change': () => ({ ends_at: silenceOf().ends_at, reason: 'longer' }),
      'notify.deliveries channelId': channel,
      'notify.createChannel name': () => fresh('channel'),
      'notify.createChannel target': channelOf('x').target,
      'notify.createChannel severities': ['page'],
      'notify.updateChannel id': channel,
      'notify.updateChannel change': () => ({ ...channelOf(fresh('channel')), enabled: true }),
      'notify.testChannel id': testable,
      'notify.deleteChannel id': doomed,
      'notify.sendAgain id': message,
      'notify.saveRotation id': rotation,
      'notify.saveRotation name': () => fresh('rotation'),
      'notify.saveRotation people': [person.id],
      'notify.saveRotation timeZone': 'Europe/Berlin',
      'notify.saveRotation startsOn': '2026-11-23',
      'notify.addOverride rotationId': rotation,
      'notify.addOverride personId': person.id,
      'notify.addOverride startsAt': new Date(now).toISOString(),
      'notify.addOverride endsAt': new Date(now + 3_600_000).toISOString(),
      'notify.saveSteps steps': [{ afterMinutes: 0, rotationId: rotation }],
    },
    renew: {
      'notify.deleteChannel': renewChannel,
      'notify.updateSilence': renewSilence,
      'notify.testChannel': forgetTests,
    },
  };
}
