import { brokenRow, findingSentence } from '#server/audit/finding-sentence.ts';
import { type AuditState, readAuditState } from '#server/audit/read-audit-state.ts';
import { type AuditVerdict, verifyAudit } from '#server/audit/verify-audit.ts';
import type { Services } from '#server/platform/context.ts';
import { readAllProjects } from '#server/projects/read-project.ts';
import { type Command, optional, UsageError } from './command.ts';
import { withServices } from './local.ts';

/** The chain of changes that belong to no project: people, passwords. */
const INSTALLATION = { id: 0, name: 'installation' };
type Standing = NonNullable<ReturnType<AuditState['standing']['get']>>;
type AcceptedLoss = Standing['accepted'][number];

const NOTHING_NOTED: Standing = { anchors: [], accepted: [] };

type Chain = { name: string; verdict: AuditVerdict; standing: Standing };

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'compute the audit chain anew; 0 = whole, 1 = names the first row that is wrong',
  usage:
    '[--project NAME] [--anchors FILE] [--json]\n' +
    '  --project  only this one; left out: all, and the installation’s own\n' +
    '  --anchors  also check it against a copy of the anchors: AUDIT_ANCHOR_FILE, or the webhook’s messages, one a line',
  options: { project: { type: 'string' }, anchors: { type: 'string' } },
  async run(values, io) {
    const only = optional(values, 'project');
    const copy = optional(values, 'anchors');
    const { chains, state, findings } = await withServices(io.env, async (services) => {
      const all = [INSTALLATION, ...(await readAllProjects(services))];
      const chosen = only === undefined ? all : all.filter((it) => it.name === only);
      if (chosen.length === 0) throw new UsageError(`There is no project named "${only}".`);
      const found = await readAuditState(services, { copy, anew: true });
      const nameOf = (id: number) => all.find((it) => it.id === id)?.name;
      // Chains are verified below. These findings are about the files, and about projects that no longer exist.
      const others = found.findings.filter((it) => !('project' in it) || nameOf(it.project) === undefined);
      return {
        chains: await verifyAll(services, chosen, found),
        state: found,
        findings: others.map((it) => findingSentence(it, nameOf)),
      };
    });
    if (values.json === true) io.out(JSON.stringify(asJson(chains, state, findings)));
    else for (const line of [...chains.map(chainLine), ...anchorLines(state, findings)]) io.out(line);
    return findings.length === 0 && chains.every(({ verdict }) => verdict.broken === null) ? 0 : 1;
  },
};

async function verifyAll(
  services: Services,
  chosen: readonly { id: number; name: string }[],
  { standing }: AuditState,
): Promise<Chain[]> {
  const chains: Chain[] = [];
  for (const { id, name } of chosen) {
    const of = standing.get(id) ?? NOTHING_NOTED;
    chains.push({ name, verdict: await verifyAudit(services, id, of), standing: of });
  }
  return chains;
}

function asJson(chains: readonly Chain[], { lines, lastAt, elsewhere }: AuditState, findings: readonly string[]) {
  return {
    chains: chains.map(({ name, verdict, standing }) => ({
      project: name,
      ...verdict,
      anchors: standing.anchors.length,
      accepted: standing.accepted,
    })),
    anchors: { lines, lastAt, elsewhere, findings },
  };
}

function chainLine({ name, verdict: { rows, broken }, standing: { anchors, accepted } }: Chain): string {
  const last = anchors.at(-1);
  const noted = last ? `; row ${last.seq} was noted at ${last.at}` : '; nothing of it was noted yet';
  if (broken === null) return `${name}: ${rows} rows, whole${noted}${accepted.map(acceptedWords).join('')}`;
  const at = broken.notedAt ? ` (noted at ${broken.notedAt})` : '';
  return `${name}: BROKEN: ${broken.kind}: ${brokenWords(rows, broken)}${at}; ${rows} rows before it hold`;
}

function brokenWords(rows: number, broken: NonNullable<AuditVerdict['broken']>): string {
  if (broken.kind === 'truncated')
    return `the end was cut off from row ${rows + 1} on, or an older database was restored`;
  return brokenRow(broken);
}

const acceptedWords = ({ at, reason, from, to }: AcceptedLoss): string =>
  `; since the restore that was accepted at ${at} (“${reason}”): what was noted of rows ${from} to ${to} counts no more`;

function anchorLines({ lines, lastAt, elsewhere, begun }: AuditState, findings: readonly string[]): string[] {
  return [
    ...findings.map((sentence) => `anchors: BROKEN: ${sentence}`),
    ...(findings.length > 0
      ? []
      : [lastAt === null ? 'anchors: none yet' : `anchors: ${lines} lines, the last of ${lastAt}`]),
    ...(begun ? [`anchors: begun anew at ${begun.at}, as was accepted (“${begun.reason}”)`] : []),
    ...elsewhere.map(
      ({ place, notedAt }) =>
        `anchors: others lie at ${place}, the last of ${notedAt.toISOString()}: verify there as well`,
    ),
  ];
}
