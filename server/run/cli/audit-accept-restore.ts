import { acceptRestore } from '#server/audit/accept-restore.ts';
import { findingSentence } from '#server/audit/finding-sentence.ts';
import { readNames } from '../audit-state.ts';
import { type Command, required } from './command.ts';
import { operator, withServices } from './local.ts';

export const auditAcceptRestore: Command = {
  name: 'audit accept-restore',
  summary: 'accept that the database was restored on purpose: verify checks it against its present rows from now on',
  usage:
    '--reason TEXT\n' +
    '  --reason  why rows are missing; written to the audit log and shown by every later verification\n' +
    'Writes an audit row and an anchor. Earlier anchors stay in the file. Refused where nothing is missing, and where a\n' +
    'row is not what was signed.',
  options: { reason: { type: 'string' } },
  async run(values, io) {
    const reason = required(values, 'reason');
    await withServices(io.env, async (services) => {
      const findings = await acceptRestore(operator(services), reason);
      const nameOf = await readNames(services);
      for (const finding of findings) io.out(`accepted: ${findingSentence(finding, nameOf)}`);
    });
    return 0;
  },
};
