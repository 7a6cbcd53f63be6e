'use client';

import { useQueryStates } from 'nuqs';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { Select } from '#components/ui/form/input.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { promptParsers } from '../prompt-state.ts';
import type { Head } from '../prompt-tabs.tsx';
import { pairOf } from '../versions/chosen-pair.ts';
import { DiffBody } from './diff-body.tsx';
import { LayoutChoice } from './layout-choice.tsx';
import { useDiff } from './use-diff.ts';

/** The diff of any two versions in full width, in either direction. */
export function DiffTab({ head }: { head: Head }) {
  const [{ from, to }] = useQueryStates(promptParsers);
  const pair = pairOf({ from, to }, head.latestVersion, head.lanes.at(-1)?.serving?.version ?? null);
  if (!pair || head.latestVersion === null) {
    return (
      <Panel>
        <PanelBody className="text-muted-foreground">
          A diff needs two versions. Write another one in the editor.
        </PanelBody>
      </Panel>
    );
  }
  // The order of the two in the URL is the direction of the diff.
  const turned = from === pair.b && to === pair.a;
  return <Chosen head={head} latest={head.latestVersion} a={turned ? pair.b : pair.a} b={turned ? pair.a : pair.b} />;
}

function Chosen({ head, latest, a, b }: { head: Head; latest: number; a: number; b: number }) {
  const [{ layout }, setState] = useQueryStates(promptParsers);
  const diff = useDiff(head.name, { a, b });
  return (
    <Panel>
      <PanelHeader
        title={
          <span className="inline-flex flex-wrap items-center gap-1.5">
            <VersionChoice
              label="From version"
              value={a}
              latest={latest}
              onChange={(from) => void setState({ from, to: from === b ? a : b })}
            />
            <span aria-hidden="true">→</span>
            <VersionChoice
              label="To version"
              value={b}
              latest={latest}
              onChange={(to) => void setState({ from: to === a ? b : a, to })}
            />
          </span>
        }
        meta={<LayoutChoice />}
      />
      {diff.data ? (
        <DiffBody diff={diff.data} layout={layout} />
      ) : diff.isError ? (
        <NotLoaded read={diff} />
      ) : (
        <SkeletonRows rows={8} label="Loading the diff" />
      )}
    </Panel>
  );
}

/** The most versions that the select lists, newest first; a longer list is hard to choose from. */
const OFFERED_MAX = 200;

/** One version of the newest 200; numbers have no gaps. */
function VersionChoice({
  label,
  value,
  latest,
  onChange,
}: {
  label: string;
  value: number;
  latest: number;
  onChange: (version: number) => void;
}) {
  const newest = Array.from({ length: Math.min(latest, OFFERED_MAX) }, (_, i) => latest - i);
  const offered = newest.includes(value) ? newest : [...newest, value];
  return (
    <Select aria-label={label} value={value} onChange={({ target }) => onChange(Number(target.value))} className="w-20">
      {offered.map((version) => (
        <option key={version} value={version}>
          {version}
        </option>
      ))}
    </Select>
  );
}
