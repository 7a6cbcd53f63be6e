'use client';

import { useQuery } from '@tanstack/react-query';
import { beforeOf, type PromotionDetail, stepWords } from '#components/promotions/promotion-words.ts';
import { show } from '#components/prompts/diff/diff-sections.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Facts } from '#components/ui/data/rows.tsx';
import { type DiffSection, DiffView } from '#components/ui/diff/diff-view.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';
import { changeSections } from './change-sections.ts';

type Version = Pick<Outputs['prompts']['version'], 'template' | 'messages'>;

/** A version by itself, as sections in which everything is new. */
function firstSections(detail: PromotionDetail, version: Version): DiffSection[] {
  const model = modelText(detail);
  const settings = [
    ...(model === null ? [] : [`model: ${model}`]),
    ...Object.entries(detail.settings).map(([name, value]) => `${name}: ${show(value)}`),
  ];
  const texts = version.messages
    ? version.messages.map(({ role, content }, index) => ({ title: `${role}, message ${index + 1}`, text: content }))
    : [{ title: 'template', text: version.template ?? '' }];
  return [
    ...(settings.length > 0 ? [{ title: 'settings', before: null, after: settings.join('\n') }] : []),
    ...texts.map(({ title, text }) => ({ title, before: null, after: text })),
  ];
}

/** What changes: the diff against what served, and where the version came from. */
export function ChangesPanel({ detail }: { detail: PromotionDetail }) {
  const { project } = useProject();
  return (
    <Panel>
      <PanelHeader title={detail.diff ? 'What changes' : 'What it is'} meta={<Mono>{stepWords(detail)}</Mono>} />
      {detail.diff ? (
        <DiffView
          label={`Diff of version ${beforeOf(detail)?.version} and ${detail.version}`}
          sections={changeSections(detail, detail.diff)}
        />
      ) : (
        <FirstRelease detail={detail} />
      )}
      <PanelBody className="border-t">
        <Facts
          facts={[
            ...(detail.note ? ([['Note', detail.note]] as [string, string][]) : []),
            ...(detail.modelReason ? ([['Why this model', detail.modelReason]] as [string, string][]) : []),
            ...(detail.versionMessage ? ([['Message', detail.versionMessage]] as [string, string][]) : []),
            ['Author', detail.versionAuthor.name],
            ...sourceFacts(detail),
            ['Digest', <Digest key="digest" digest={detail.versionDigest} />],
            [
              'Version',
              <TextLink
                key="version"
                href={to.prompt(project.name, detail.prompt, { tab: 'editor', version: detail.version })}
              >
                {detail.prompt} {detail.version}
              </TextLink>,
            ],
          ]}
        />
      </PanelBody>
    </Panel>
  );
}

/** A digest's first and last four characters; the title has all of it. */
function Digest({ digest }: { digest: string }) {
  const hex = digest.replace(/^sha256:/, '');
  return (
    <span title={digest}>
      <Mono>
        {hex.slice(0, 4)}…{hex.slice(-4)}
      </Mono>
    </span>
  );
}

function sourceFacts({ versionSource }: PromotionDetail): [string, React.ReactNode][] {
  if (!versionSource) return [];
  const { commit, path, url } = versionSource;
  const short = commit?.slice(0, 7);
  const shown = short && <Mono>{short}</Mono>;
  return [
    ...(shown
      ? [
          [
            'Commit',
            url ? (
              <a key="commit" className="text-link" href={url} rel="noreferrer">
                {shown}
              </a>
            ) : (
              shown
            ),
          ] as [string, React.ReactNode],
        ]
      : []),
    ...(path ? [['Path', <Mono key="path">{path}</Mono>] as [string, React.ReactNode]] : []),
  ];
}

/** Nothing served before: the whole version is new. */
function FirstRelease({ detail }: { detail: PromotionDetail }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const version = useQuery(
    trpc.prompts.version.queryOptions({ project: project.name, name: detail.prompt, number: detail.version }),
  );
  if (version.isLoadingError) return <NotLoaded read={version} />;
  if (!version.data) return <SkeletonRows rows={4} label="Loading the version" />;
  return <DiffView label={`Version ${detail.version}`} sections={firstSections(detail, version.data)} />;
}
