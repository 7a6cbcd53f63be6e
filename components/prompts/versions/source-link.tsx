import { Icon } from '#components/ui/icon.tsx';
import { Mono } from '#components/ui/tags.tsx';

/** Where a version came from: commit and file, leading there when it says where. */
export function SourceLink({ source }: { source: { commit?: string; path?: string; url?: string } }) {
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
