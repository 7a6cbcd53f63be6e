import { randomUUID } from 'node:crypto';
import { readDeliveries } from '#server/alerts/notify/channels/read-channels.ts';
import { makeDeliverer } from '#server/alerts/notify/deliver/deliver.ts';
import { tellDueGroups } from '#server/alerts/notify/tell-group.ts';
import { fireAnAlert } from '#test/builders/notify-alerts.ts';
import { startReceiver } from '#test/builders/receivers.ts';
import { type System, startSystem } from '#test/harness/system.ts';

export const MIN = 60_000;
export const CHANNELS = '/api/v1/channels';
export const SILENCES = '/api/v1/silences';

/** A system whose clock stands still and that may send to this machine. */
export const startNotifySystem = (): Promise<System> =>
  startSystem({ now: '2026-11-24T14:13:00Z', egressAllow: '127.0.0.1', publicUrl: 'https://yard.test' });

/** A project of one test, a receiver, and the worker's part by hand. */
export async function notifySetup(system: System) {
  const project = `p${randomUUID().slice(0, 8)}`;
  await system.addProject(project);
  const owner = await system.person({ role: 'admin', project });
  const key = await system.key(['admin'], { project, owner });
  const receiver = await startReceiver();
  const send = (method: string, path: string, body?: unknown) => system.api(method, path, { key, body });
  const webhook = () => ({ kind: 'webhook', url: `${receiver.url}/hook` });
  return {
    ...{ project, receiver, send, webhook },
    ctx: () => system.ctx({ project }),
    fire: (given: Parameters<typeof fireAnAlert>[1] = {}) => fireAnAlert(system, { project, ...given }),
    channel: async (target: object = webhook(), rest: object = {}): Promise<{ id: string; secret: string | null }> => {
      const made = await send('POST', CHANNELS, { name: `c${randomUUID()}`, target, ...rest });
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      return made.body;
    },
    /** What a worker does in `ms` from now: jobs, groups that are due, deliveries. */
    work: async (ms = 0): Promise<void> => {
      await system.drain();
      system.clock.advance(ms);
      await system.drain();
      while (await tellDueGroups(system.services));
      const deliverer = makeDeliverer(system.services);
      while (await deliverer.turn()) await deliverer.idle();
    },
    reasons: () => receiver.got.map(({ body }) => (body as { data: { reason: string } }).data.reason),
    log: (channelId: string) => readDeliveries(system.ctx({ project }), { channelId }),
    /** Leaves no channel that the loops of the next test would send to. */
    close: async () => {
      await receiver.close();
      await system.services.sql`update channel set enabled = false`;
    },
  };
}

export type NotifySetup = Awaited<ReturnType<typeof notifySetup>>;
