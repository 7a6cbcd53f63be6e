'use client';

import { lazy, Suspense } from 'react';
import { cn } from '#components/ui/cn.ts';

const Body = lazy(() => import('./markdown-body.tsx').then((module) => ({ default: module.MarkdownBody })));

/**
 * Markdown that people wrote: paragraphs, lists, tables, code and links. HTML in it is not rendered and no image is loaded. Its
 * headings are bold lines, since the page has its own.
 */
export function Markdown({ children, className }: { children: string; className?: string }) {
  return (
    <div
      data-slot="markdown"
      className={cn(
        'grid min-w-0 max-w-[80ch] gap-2 [overflow-wrap:anywhere] [&_code]:rounded-sm [&_code]:bg-muted [&_code]:px-1 [&_code]:font-mono [&_code]:text-12 [&_ol]:list-decimal [&_ol]:pl-5 [&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:bg-muted [&_pre]:p-2 [&_ul]:list-disc [&_ul]:pl-5',
        className,
      )}
    >
      <Suspense fallback={<p className="whitespace-pre-wrap">{children}</p>}>
        <Body>{children}</Body>
      </Suspense>
    </div>
  );
}
