import { readAnchors } from '#server/audit/anchors.ts';
import { type AuditVerdict, verifyAudit } from '#server/audit/verify-audit.ts';
import { readAllProjects } from '#server/projects/read-project.ts';
import { type Command, optional, UsageError } from './command.ts';
import { stateFolder, withServices } from './local.ts';

/** The chain of what belongs to no project: people, passwords. */
const INSTALLATION = { id: 0, name: 'installation' };

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'compute the audit chain anew; 0 = whole, 1 = names the first row that does not hold',
  usage: '[--project NAME] [--json]\n  --project  only this one; left out: all, and the installation’s own',
  options: { project: { type: 'string' } },
  async run(values, io) {
    const only = optional(values, 'project');
    const anchors = readAnchors(stateFolder(io.env));
    const verdicts = await withServices(io.env, async (services) => {
      const all = [INSTALLATION, ...(await readAllProjects(services))];
      const chosen = only === undefined ? all : all.filter((it) => it.name === only);
      if (chosen.length === 0) throw new UsageError(`There is no project named "${only}".`);
      const found: { name: string; verdict: AuditVerdict }[] = [];
      for (const it of chosen) {
        found.push({ name: it.name, verdict: await verifyAudit(services, it.id, anchors.get(it.id) ?? null) });
      }
      return found;
    });
    if (values.json === true)
      io.out(JSON.stringify(verdicts.map(({ name, verdict }) => ({ project: name, ...verdict }))));
    else for (const { name, verdict } of verdicts) io.out(`${name}: ${sentenceOf(verdict)}`);
    return verdicts.every(({ verdict }) => verdict.broken === null) ? 0 : 1;
  },
};

function sentenceOf({ rows, broken }: AuditVerdict): string {
  if (broken === null) return `${rows} rows, whole`;
  const what = {
    altered: `row ${broken.seq} was altered`,
    missing: `rows were taken out, put in or moved at row ${broken.seq}`,
    truncated: `the end was cut off from row ${broken.seq} on`,
  };
  return `BROKEN: ${what[broken.kind]}; ${rows} rows before it hold`;
}
