import type { ReactNode } from 'react';
import { Markdown } from '#components/ui/data/markdown.tsx';
import { Icon } from '#components/ui/icons/icon.tsx';
import { replaceCitations, type Unsupported, unsupportedSentences } from '#server/postmortems/domain/citations.ts';
import { partsOf, type SectionKey } from '#server/postmortems/domain/sections.ts';

/**
 * A text as people read it. A citation links to its row of the timeline; sentences that nothing supports stand below their
 * section, since they keep it from being published.
 */
export function TextPreview({
  markdown,
  rows,
  heads = {},
}: {
  markdown: string;
  rows: ReadonlySet<number>;
  /** What stands above the text of a section. */
  heads?: Partial<Record<SectionKey, ReactNode>>;
}) {
  const unsupported = unsupportedSentences(markdown, rows);
  const linked = (text: string) =>
    replaceCitations(text, (id) => (rows.has(id) ? ` [t${id}](#t${id})` : ` **(t${id} is gone)**`));
  return (
    <div className="grid max-w-[80ch] gap-5 text-14">
      {partsOf(markdown).map(({ key, title, body }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text keep their order
        <section key={i} className="grid gap-2 break-inside-avoid-page">
          {title !== null && <h3 className="text-16 font-semibold">{title}</h3>}
          {key !== null && heads[key]}
          <Markdown>{linked(body)}</Markdown>
          <NotSupported sentences={unsupported.filter(({ section }) => section === key)} />
        </section>
      ))}
    </div>
  );
}

function NotSupported({ sentences }: { sentences: readonly Unsupported[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul aria-label="Unsupported" className="grid gap-1 rounded-md bg-fail-soft px-2.5 py-2 text-12 text-fail">
      {sentences.map(({ sentence, why }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one sentence may stand twice
        <li key={i} className="flex items-start gap-1.5">
          <Icon name="fail" size={14} className="mt-px" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            Unsupported: “{sentence}”{' '}
            {why === 'no_source' ? 'has a number and cites no row.' : 'cites a row that is gone.'}
          </span>
        </li>
      ))}
    </ul>
  );
}
