import { cn } from '#components/ui/cn.ts';
import { plural } from '#components/ui/format.ts';

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/** A value as a tree that folds. Everything below `openDepth` is closed at first. */
export function JsonView({
  value,
  label,
  openDepth = 2,
  className,
}: {
  value: unknown;
  /** Read aloud by screen readers: "Input of the request". */
  label: string;
  openDepth?: number;
  className?: string;
}) {
  return (
    <section
      data-slot="json"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that may scroll must be reachable by keyboard
      tabIndex={0}
      className={cn(
        'overflow-auto font-mono text-12 leading-[18px] [font-variant-ligatures:none] focus-visible:-outline-offset-2',
        className,
      )}
    >
      <Node value={value as Json} depth={0} openDepth={openDepth} />
    </section>
  );
}

function Node({ name, value, depth, openDepth }: { name?: string; value: Json; depth: number; openDepth: number }) {
  const key = name !== undefined && <span className="text-muted-foreground">{name}: </span>;
  if (value === null || typeof value !== 'object') {
    return (
      <div className="pl-4 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {key}
        <Scalar value={value} />
      </div>
    );
  }
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  const size = plural(entries.length, list ? 'item' : 'field');
  if (entries.length === 0) {
    return (
      <div className="pl-4">
        {key}
        {list ? '[]' : '{}'}
      </div>
    );
  }
  return (
    <details open={depth < openDepth} className="group/node">
      <summary className="flex min-h-6 cursor-pointer list-none items-center gap-1 hover:bg-accent">
        <span aria-hidden="true" className="w-4 flex-none text-center text-muted-foreground group-open/node:rotate-90">
          ›
        </span>
        {key}
        <span className="text-muted-foreground">{list ? `[ ${size} ]` : `{ ${size} }`}</span>
      </summary>
      <div className="ml-2 border-l pl-1">
        {entries.map(([childName, child]) => (
          <Node key={childName} name={childName} value={child} depth={depth + 1} openDepth={openDepth} />
        ))}
      </div>
    </details>
  );
}

/** Strings are quoted and keep their line breaks; numbers and words are distinguished by weight, not by colour. */
function Scalar({ value }: { value: string | number | boolean | null | undefined }) {
  if (typeof value === 'string') return <span>"{value}"</span>;
  if (value === null || value === undefined) return <span className="text-muted-foreground">null</span>;
  return <span className="font-medium">{String(value)}</span>;
}
