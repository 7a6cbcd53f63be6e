import { createProject } from '#server/projects/create-project.ts';
import { admitAdmins } from '#server/projects/members/admit-admins.ts';
import { readProject } from '#server/projects/read-project.ts';
import { type Command, optional, required } from './command.ts';
import { operator, withServices } from './local.ts';

export const projectsCreate: Command = {
  name: 'projects create',
  summary: 'make a project with its three environments',
  usage: `--name NAME [--simulated] [--admins-of PROJECT] [--if-missing] [--json]
  --name        2 to 40 of the characters a-z, 0-9 and -
  --simulated   its data is invented; every page shows that
  --admins-of   the admins of that project become admins of this one
  --if-missing  a project of that name is fine`,
  options: {
    name: { type: 'string' },
    simulated: { type: 'boolean' },
    'admins-of': { type: 'string' },
    'if-missing': { type: 'boolean' },
  },
  async run(values, io) {
    const name = required(values, 'name');
    const simulated = values.simulated === true;
    const adminsOf = optional(values, 'admins-of');
    const made = await withServices(io.env, async (services) => {
      const known = values['if-missing'] === true ? await readProject(services, name) : null;
      const project = known ?? (await createProject(operator(services), { name, simulated }));
      if (adminsOf !== undefined) await admitAdmins({ ...operator(services), project }, adminsOf);
      return project;
    });
    io.out(values.json === true ? JSON.stringify({ name: made.name }) : made.name);
    io.note(`Make a person its admin with: switchyard users create --project ${name} --role admin --email EMAIL`);
    return 0;
  },
};
