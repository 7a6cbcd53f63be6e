'use client';

import type { Outputs } from '#components/shell/trpc.ts';
import { DiffView } from '#components/ui/diff/diff-view.tsx';
import { count } from '#components/ui/format.ts';
import { PanelBody, PanelFoot } from '#components/ui/panel.tsx';
import { bodyOf } from '#server/prompts/domain/content.ts';
import { estimateTokens } from '../editor/estimate.ts';
import { settingChanges, textSections } from './diff-sections.ts';
import { SettingsTable } from './settings-table.tsx';

type Diff = Outputs['prompts']['diff'];

/** The diff of the texts line by line, then of the settings, then the change in the size of the text. */
export function DiffBody({ diff, layout }: { diff: Diff; layout: 'inline' | 'side-by-side' }) {
  const { from, to } = diff;
  const settings = new Set([...settingKeys(from), ...settingKeys(to)]);
  return (
    <>
      {diff.identical && <PanelBody className="border-b text-muted-foreground">Both versions are the same.</PanelBody>}
      {!diff.compared && (
        <PanelBody className="border-b text-muted-foreground">
          Some texts are too different to compare line by line. They are shown as replaced.
        </PanelBody>
      )}
      <DiffView
        label={`Diff of version ${from.number} and ${to.number}`}
        sections={textSections(diff.texts)}
        layout={layout}
      />
      <SettingsTable changes={settingChanges(diff.settings)} total={settings.size} a={from.number} b={to.number} />
      <PanelFoot>
        Text about {count(estimateTokens(bodyOf(from)))} → {count(estimateTokens(bodyOf(to)))} tokens, estimated as
        characters / 4.
      </PanelFoot>
    </>
  );
}

const settingKeys = (version: Diff['from']): string[] => [
  ...Object.keys(version.config),
  ...(version.responseFormat ? ['response_format'] : []),
];
