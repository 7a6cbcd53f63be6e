'use client';

import { useQueryStates } from 'nuqs';
import { DiffPanel } from '#components/prompts/diff/diff-panel.tsx';
import { promptParsers } from '#components/prompts/prompt-state.ts';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { choose, pairOf } from '#components/prompts/versions/chosen-pair.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { QualityPanel } from '#components/telemetry/prompts/quality-panel.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { VersionList } from './version-list.tsx';

/** Every version with its scores, newest first; beside them what two of them differ in, and their quality in production. */
export function VersionsTab({ head }: { head: Head }) {
  const [state, setState] = useQueryStates(promptParsers);
  const serving = head.lanes.at(-1)?.serving?.version ?? null;
  const pair = pairOf(state, head.latestVersion, serving);
  if (head.latestVersion === null) return <NoVersion name={head.name} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,27.5rem)] items-start gap-4 compact:grid-cols-1 phone:gap-3">
      <VersionList
        name={head.name}
        serving={serving}
        pair={pair}
        onChoose={(version) => void setState(choose(state, pair, version))}
      />
      <div className="grid min-w-0 gap-4 phone:gap-3">
        {pair && <DiffPanel name={head.name} pair={pair} />}
        <QualityPanel name={head.name} environment={head.lanes.at(-1)?.environment ?? 'production'} />
      </div>
    </div>
  );
}

function NoVersion({ name }: { name: string }) {
  const { project } = useProject();
  return (
    <Panel>
      <EmptyState
        level={2}
        title="No version yet"
        action={
          <ButtonLink variant="primary" icon="plus" href={to.prompt(project.name, name, { tab: 'editor' })}>
            Write version 1
          </ButtonLink>
        }
      >
        A version is what is sent to the model: text, model and settings. It never changes once it is saved, so that an
        approval, an eval run and a roll back all refer to the same content.
      </EmptyState>
    </Panel>
  );
}
