import { and, eq, inArray } from 'drizzle-orm';
import { parseAllDocuments } from 'yaml';
import { monitor } from '#db/schema/alerts.ts';
import { type IMPORT_DONE, monitorName, ruleInput } from '#server/alerts/contract.ts';
import { type RuleFault, ruleFaults } from '#server/alerts/domain/check-rule.ts';
import { createMonitor, type MonitorRow, updateMonitor } from '#server/alerts/monitors/create-monitor.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid, invalidFields } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { type AskedMonitor, fromOpenSlo } from './domain/from-openslo.ts';
import type { Noted } from './domain/openslo.ts';

export type OpenSloImport = {
  monitors: { row: MonitorRow; done: (typeof IMPORT_DONE)[number] }[];
  ignored: Noted[];
};

/** Documents of one import, and aliases that YAML may follow: a few lines of them can stand for gigabytes. */
const DOCUMENTS_MAX = 200;
const ALIASES_MAX = 100;

/** Ends the transaction of a dry run with what it would have done. */
class DryRun extends Error {
  readonly result: OpenSloImport;
  constructor(result: OpenSloImport) {
    super('dry run');
    this.result = result;
  }
}

/**
 * Makes or changes the monitors that OpenSLO v1 documents ask for, by name, all of them or none. What does not matter here
 * is listed as ignored, with its reason. A dry run answers the same and writes nothing. 422 names what cannot be taken; 409
 * `too_many_monitors`.
 */
export async function importOpenSlo(ctx: Ctx, given: { document: string; dryRun: boolean }): Promise<OpenSloImport> {
  const { monitors, ignored, refused } = fromOpenSlo(documentsOf(given.document));
  const faults = [...refused, ...monitors.flatMap(faultsOf), ...twice(monitors)];
  if (faults.length > 0) throw invalidFields(faults);
  if (monitors.length === 0) throw invalid('/document', 'no_slo', 'document: it has no object of the kind SLO.');
  try {
    return await inTransaction(ctx, async (ctx) => {
      const result = { monitors: await writeAll(ctx, monitors), ignored };
      if (given.dryRun) throw new DryRun(result);
      return result;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    throw error;
  }
}

/** The documents of a YAML or JSON text; a list of objects counts as so many documents. */
function documentsOf(text: string): unknown[] {
  const parsed = parseAllDocuments(text, { logLevel: 'silent' });
  if (!Array.isArray(parsed)) throw invalid('/document', 'empty', 'document: there is nothing in it.');
  if (parsed.length > DOCUMENTS_MAX)
    throw invalid('/document', 'too_many', `document: at most ${DOCUMENTS_MAX} objects. Send them in parts.`);
  return parsed.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw unreadable(error);
    try {
      return document.toJS({ maxAliasCount: ALIASES_MAX });
    } catch (error) {
      throw unreadable(error);
    }
  });
}

const unreadable = (error: unknown) =>
  invalid('/document', 'no_yaml', `document: it is no YAML. ${error instanceof Error ? error.message : ''}`.trim());

function faultsOf({ path, name, kind, rule }: AskedMonitor): RuleFault[] {
  const issues = [monitorName.safeParse(name), ruleInput.safeParse(rule)].flatMap(({ error }) => error?.issues ?? []);
  if (issues.length > 0)
    return issues.map((issue) => ({
      path: [path, ...issue.path.map(String)].join('/'),
      ...{ code: issue.code, message: `${issue.path.join('.') || 'name'}: ${issue.message}` },
    }));
  return ruleFaults(kind, rule).map((fault) => ({ ...fault, path: `${path}${fault.path}` }));
}

const twice = (monitors: readonly AskedMonitor[]): RuleFault[] =>
  monitors
    .filter(({ name }, i) => monitors.findIndex((one) => one.name === name) < i)
    .map(({ path }) => ({ path, code: 'twice', message: 'metadata: an SLO before it has the same name.' }));

async function writeAll(ctx: InTx, monitors: readonly AskedMonitor[]): Promise<OpenSloImport['monitors']> {
  const names = monitors.map(({ name }) => name);
  const known = await ctx.db
    .select()
    .from(monitor)
    .where(and(eq(monitor.projectId, ctx.project.id), inArray(monitor.name, names)));
  const written: OpenSloImport['monitors'] = [];
  for (const { path, ...entry } of monitors) {
    const before = known.find(({ name }) => name === entry.name);
    if (before === undefined) {
      written.push({ row: await createMonitor(ctx, entry), done: 'created' });
      continue;
    }
    if (before.kind !== entry.kind) {
      const message = `metadata: the monitor "${entry.name}" is of another kind (${before.kind}). Choose another name.`;
      throw invalid(path, 'other_kind', message);
    }
    const { severity, enabled, rule } = entry;
    const row = await updateMonitor(ctx, before.id, { severity, enabled, rule });
    written.push({ row, done: row.version === before.version ? 'unchanged' : 'changed' });
  }
  return written;
}
