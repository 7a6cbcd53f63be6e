import { acceptRestore } from '#server/audit/accept-restore.ts';
import { findingSentence } from '#server/audit/finding-sentence.ts';
import { readNames } from '../audit-state.ts';
import { type Command, required } from './command.ts';
import { operator, withServices } from './local.ts';

export const auditAcceptRestore: Command = {
  name: 'audit accept-restore',
  summary: 'say that the database was restored on purpose: verify holds it against what it has from now on',
  usage:
    '--reason TEXT\n' +
    '  --reason  why rows are missing; stands in the audit log and in every later verification\n' +
    'Writes an audit row and an anchor. What was noted before stays in the file. Refused where nothing is missing, and\n' +
    'where a row is not what was signed.',
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
