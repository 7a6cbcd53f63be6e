import { createRestriction } from '#server/rollouts/restrictions/write-restriction.ts';
import { previewDirectly } from '#server/runbooks/direct/act-directly.ts';
import { actOnStep, previewStep } from '#server/runbooks/runs/act-on-step.ts';
import { startRun } from '#server/runbooks/runs/run.ts';
import { createRunbook } from '#server/runbooks/save-runbook.ts';
import type { System } from '#test/harness/system.ts';
import type { Known } from './document.ts';

type Objects = { fresh(what: string): string; newAlert(): Promise<string>; newIncident(): Promise<number> };

const STEP = '### act: Block\n~~~act block_user\nhours: 1\n~~~\n';
const SECTIONS = ['Detection signal', 'First responder action', 'Escalation path', 'Rollback procedure'];

/**
 * Values for what a responder does: restrictions, of which one is renewed after it was lifted, actions that are undone or done
 * from an alert, and rows of a timeline.
 */
export async function restrictionValues(
  system: System,
  { fresh, newAlert, newIncident }: Objects,
): Promise<{ known: Known; renew: Readonly<Record<string, () => Promise<void>>> }> {
  const blocking = () => ({
    ...{ kind: 'user' as const, user: fresh('user'), reason: 'attack' },
    ends_at: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const make = async () => (await createRestriction(system.ctx(), blocking())).id;
  let id = await make();
  const ctx = system.ctx();
  /** An entry of a runbook that a button can undo. */
  const makeUndoable = async () => {
    const name = fresh('blocks');
    const markdown = `# A\n${SECTIONS.map((each) => `## ${each}\nA.\n`).join('')}## Steps\n${STEP}`;
    await createRunbook(ctx, { name, markdown, owner: null });
    const step = { runId: (await startRun(ctx, { name, incidentId: null })).id, position: 1 };
    const acting = { ...step, params: { user: fresh('user') } };
    const { sees } = await previewStep(ctx, acting);
    return (await actOnStep(ctx, { ...acting, sees, note: '' })).id;
  };
  let entry = await makeUndoable();
  const direct = { action: 'block_user' as const, params: { user: fresh('user'), hours: '1' } };
  let { sees } = await previewDirectly(ctx, direct);
  const seeAgain = async () => {
    sees = (await previewDirectly(ctx, direct)).sees;
  };
  const alert = await newAlert();
  const incident = await newIncident();
  const [row] = await system.services.sql<{ id: string }[]>`select max(id) as id from incident_entry`;
  const change = { withdrawn: true, pinned: true, reason: 'of another system' };
  const again = async () => {
    id = await make();
  };
  const undoable = async () => {
    entry = await makeUndoable();
  };
  return {
    known: {
      'POST /api/v1/restrictions': blocking,
      'POST /api/v1/restrictions/{id}/lift id': () => id,
      'POST /api/v1/restrictions/{id}/lift': {},
      'restrictions.lift id': () => id,
      'runbooks.undo entryId': () => entry,
      'PATCH /api/v1/incidents/{id}/timeline/{entry} id': `INC-${incident}`,
      'PATCH /api/v1/incidents/{id}/timeline/{entry} entry': row?.id,
      'PATCH /api/v1/incidents/{id}/timeline/{entry}': change,
      'incidents.changeEntry number': incident,
      'incidents.changeEntry entryId': Number(row?.id),
      'incidents.changeEntry change': change,
      'runbooks.waysBack prompts': ['fuzz/text'],
      'runbooks.previewDirectly action': direct.action,
      'runbooks.previewDirectly params': direct.params,
      'runbooks.actDirectly action': direct.action,
      'runbooks.actDirectly params': direct.params,
      'runbooks.actDirectly alertId': alert,
      'incidents.actDirectly number': incident,
      'incidents.actDirectly action': direct.action,
      'incidents.actDirectly params': direct.params,
      'incidents.actDirectly sees': () => sees,
      'runbooks.actDirectly sees': () => sees,
    },
    renew: {
      'POST /api/v1/restrictions/{id}/lift': again,
      'restrictions.lift': again,
      'runbooks.undo': undoable,
      'runbooks.actDirectly': seeAgain,
      'incidents.actDirectly': seeAgain,
    },
  };
}
