'use client';

import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { cn } from '#components/ui/cn.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Icon } from '#components/ui/icons/icon.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { Chip, EnvironmentBadge, Mono, SideLetter } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';

export type Version = Outputs['prompts']['versions']['data'][number];

/** One version on the timeline. Its title opens it in the editor; beside it is the choice for the diff. */
export function VersionRow({
  name,
  version,
  side,
  onChoose,
  children,
}: {
  name: string;
  version: Version;
  side: 'A' | 'B' | null;
  onChoose: (version: number) => void;
  /** Shown on the right, on a phone at the end. */
  children: ReactNode;
}) {
  const { project } = useProject();
  const { number, servesIn, author } = version;
  return (
    <li
      className={cn(
        'group relative grid grid-cols-[26px_34px_minmax(0,1fr)_auto] gap-x-2 border-b py-[7px] pr-3 pl-2 last:border-b-0 phone:grid-cols-[22px_28px_minmax(0,1fr)]',
        side && 'bg-muted',
      )}
    >
      <Rail serves={servesIn.length > 0} />
      <span className="font-mono text-14 leading-6 font-semibold">{number}</span>
      <div className="min-w-0">
        <PlainLink
          href={to.prompt(project.name, name, { tab: 'editor', version: number })}
          scroll={false}
          data-row={number}
          className="mr-2 inline-block min-h-6 leading-6 font-strong [overflow-wrap:anywhere] hover:underline"
        >
          {version.message || <span className="font-normal text-muted-foreground">no message</span>}
          <span className="sr-only"> version {number}</span>
        </PlainLink>
        <span className="inline-flex flex-wrap gap-1.5 pt-0.5 align-top">
          {servesIn.map((environment) => (
            <EnvironmentBadge key={environment} name={environment} />
          ))}
          {version.tags.map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
        </span>
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-12 leading-6 text-muted-foreground">
          <span className="inline-flex items-center gap-1">
            <Avatar name={author.name} size="sm" />
            {author.name}
          </span>
          <Time at={version.createdAt} />
          {version.source && <SourceLink source={version.source} />}
          {version.model && <span className="font-mono text-11 [overflow-wrap:anywhere]">{version.model}</span>}
          {side ? (
            <span className="inline-flex items-center gap-1.5">
              <SideLetter side={side} className="size-4 text-11 leading-4" />
              in the diff
            </span>
          ) : (
            <Button
              size="sm"
              variant="ghost"
              onClick={() => onChoose(number)}
              className="h-6 px-1.5 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 phone:opacity-100"
            >
              Put {number} in the diff
            </Button>
          )}
        </div>
      </div>
      <div className="text-right text-12 leading-[18px] whitespace-nowrap phone:col-start-3 phone:mt-1 phone:text-left phone:whitespace-normal">
        {children}
      </div>
    </li>
  );
}

/** The mark of a version on the timeline; filled where the version serves an environment. */
function Rail({ serves }: { serves: boolean }) {
  return (
    <span aria-hidden="true" className="relative phone:row-span-2">
      <span className="absolute -top-[7px] -bottom-[7px] left-1/2 -ml-px w-0.5 bg-stable-soft group-first:top-3" />
      <span
        className={cn(
          'absolute top-1.5 left-1/2 -ml-1.5 size-3 rounded-full border-2',
          serves ? 'border-stable bg-stable' : 'border-border-strong bg-card',
        )}
      />
    </span>
  );
}

/** The source of a version: commit and file, with a link where the source has one. */
function SourceLink({ source }: { source: { commit?: string; path?: string; url?: string } }) {
  const { commit, path, url } = source;
  const words = commit ? commit.slice(0, 7) : (path ?? 'source');
  const title = [commit, path].filter(Boolean).join(' ');
  return (
    <span className="inline-flex min-w-0 items-center gap-1" title={title || undefined}>
      <Icon name="commit" size={14} />
      {url ? (
        <a href={url} rel="noreferrer" className="text-link inline-block min-h-6 truncate">
          <Mono>{words}</Mono>
        </a>
      ) : (
        <Mono className="truncate">{words}</Mono>
      )}
    </span>
  );
}
