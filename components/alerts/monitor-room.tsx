'use client';

import { useMutation } from '@tanstack/react-query';
import { useQueryState } from 'nuqs';
import { useDeferredValue, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { defaultRule, ruleFaults } from '#server/alerts/domain/check-rule.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS } from '#server/alerts/domain/series-kind.ts';
import { ConditionForm, type Named } from './condition-form.tsx';
import { type Draft, MonitorForm } from './monitor-form.tsx';
import { MonitorPreview } from './monitor-preview.tsx';
import type { Monitor } from './rule-words.ts';

const NEW: Draft = {
  name: '',
  kind: 'error_rate',
  severity: 'warning',
  enabled: true,
  rule: defaultRule('error_rate'),
};

/** A monitor while it is edited; one without `rule` looks at what other pages find. */
type AnyDraft = Draft | (Named & { rule: null });

function draftOf(monitor: Monitor | null): AnyDraft {
  if (monitor === null) return NEW;
  const kind = SERIES_KINDS.find((one) => one === monitor.kind);
  const { name, severity, enabled, spec } = monitor;
  return kind === undefined
    ? { name, severity, enabled, rule: null }
    : { name, kind, severity, enabled, rule: { ...defaultRule(kind), ...(spec as Partial<Rule>) } };
}

/** A monitor as a sentence to edit, and what this rule would have done; the drawing follows every edit. */
export function MonitorRoom({ project, monitor }: { project: string; monitor: Monitor | null }) {
  const trpc = useTRPC();
  const { may } = useProject();
  const [draft, setDraft] = useState<AnyDraft>(() => draftOf(monitor));
  const [, setChosen] = useQueryState('monitor');
  const drawn = useDeferredValue(draft);
  const options = { meta: { errors: 'inline' as const, done: 'Monitor saved' }, onSuccess: () => void setChosen(null) };
  const create = useMutation(trpc.alerts.createMonitor.mutationOptions(options));
  const update = useMutation(trpc.alerts.updateMonitor.mutationOptions(options));
  const fault = draft.rule === null ? null : (ruleFaults(draft.kind, draft.rule)[0]?.message ?? null);
  const error = create.error ?? update.error;
  const mayWrite = may('monitor.write') === null;
  const save = () => {
    const change = { name: draft.name, severity: draft.severity, enabled: draft.enabled };
    if (draft.rule === null) {
      if (monitor !== null) update.mutate({ project, id: monitor.id, change });
      return;
    }
    const { kind, rule } = draft;
    const sent = { ...rule, groupBy: [...rule.groupBy], pairs: [...rule.pairs] };
    if (monitor === null) create.mutate({ project, kind, ...change, rule: sent });
    else update.mutate({ project, id: monitor.id, change: { ...change, rule: sent } });
  };
  return (
    <Panel aria-label="Monitor">
      <PanelHeader
        title={monitor === null ? 'New monitor' : `Monitor: ${monitor.name}`}
        qualifier={
          monitor === null
            ? undefined
            : `version ${monitor.version}${draft.rule === null ? '' : '; the drawing follows every edit'}`
        }
        meta={
          <>
            <Button size="sm" onClick={() => void setChosen(null)}>
              {mayWrite ? 'Cancel' : 'Close'}
            </Button>
            {mayWrite && (
              <Button
                size="sm"
                variant="primary"
                disabled={create.isPending || update.isPending || fault !== null || draft.name.trim() === ''}
                onClick={save}
              >
                {monitor === null ? 'Save' : `Save version ${monitor.version + 1}`}
              </Button>
            )}
          </>
        }
        className="flex-wrap"
      />
      {draft.rule === null ? (
        <div className="p-3">
          <ConditionForm draft={draft} kind={monitor?.kind ?? ''} onChange={setDraft} />
          {error !== null && <FieldError>{sentenceOf(error)}</FieldError>}
        </div>
      ) : (
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] max-[1000px]:grid-cols-1">
          <div className="min-w-0 border-r p-3 max-[1000px]:border-r-0">
            <MonitorForm draft={draft} isNew={monitor === null} onChange={setDraft} />
            {(fault !== null || error !== null) && <FieldError>{fault ?? sentenceOf(error)}</FieldError>}
          </div>
          {drawn.rule !== null && fault === null && (
            <MonitorPreview project={project} kind={drawn.kind} rule={drawn.rule} />
          )}
        </div>
      )}
    </Panel>
  );
}
