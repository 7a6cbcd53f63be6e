'use client';

import type { ComponentProps, ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { renderFault } from '#server/platform/pure/markdown-limits.ts';

/** The default of GitHub without images, which would tell their server who reads. */
const SCHEMA = { ...defaultSchema, tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'img') };

const Bold = ({ children }: { children?: ReactNode }) => <p className="font-semibold">{children}</p>;

const PARTS: Components = {
  ...{ h1: Bold, h2: Bold, h3: Bold, h4: Bold, h5: Bold, h6: Bold },
  a: ({ href, children }: ComponentProps<'a'>) => (
    <a href={href} rel="noopener noreferrer nofollow" className="underline underline-offset-2">
      {children}
    </a>
  ),
  table: ({ children }: ComponentProps<'table'>) => (
    <div className="overflow-x-auto">
      <table className="[&_td]:border-b [&_td]:px-2 [&_td]:py-1 [&_th]:border-b [&_th]:px-2 [&_th]:py-1 [&_th]:text-left">
        {children}
      </table>
    </div>
  ),
};

/**
 * Loaded when the first Markdown is shown: the parser is as large as a page. A text that would hold up the whole process stands
 * as it was written; the limits refuse it when it is saved, but it may be older than they are.
 */
export function MarkdownBody({ children }: { children: string }) {
  if (renderFault(children) !== null) return <p className="whitespace-pre-wrap">{children}</p>;
  return (
    <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[[rehypeSanitize, SCHEMA]]} components={PARTS}>
      {children}
    </ReactMarkdown>
  );
}
