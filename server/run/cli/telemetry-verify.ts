import { readAllProjects } from '#server/projects/read-project.ts';
import { verifyRollups } from '#server/telemetry/rollup/verify-rollups.ts';
import { projectOfSlot } from '#server/telemetry/store/slot.ts';
import type { Command } from './command.ts';
import { withServices } from './local.ts';

export const telemetryVerify: Command = {
  name: 'telemetry verify',
  summary: 'count raw events against every rollup tier; 0 = equal, 1 = names project, day and tier',
  usage: '[--json]\n  Run it when the worker is idle: minutes that wait for their rollup count as different.',
  options: {},
  async run(values, io) {
    const found = await withServices(io.env, async (services) => {
      const names = new Map((await readAllProjects(services)).map((it) => [it.id, it.name]));
      const wrong = await verifyRollups(services.sql);
      return wrong.map(({ slot, ...rest }) => {
        const id = projectOfSlot(slot);
        return { project: names.get(id) ?? String(id), ...rest };
      });
    });
    if (values.json === true) io.out(JSON.stringify(found));
    else if (found.length === 0) io.out('Every rollup tier holds exactly the raw events.');
    else {
      for (const it of found) {
        io.out(`${it.project} ${it.day} ${it.tier}: ${it.events} events, ${it.rolledUp} in the rollup`);
      }
    }
    return found.length === 0 ? 0 : 1;
  },
};
