import { cn } from './cn.ts';

/** Two letters of a name. With `label` it is read aloud by itself; without, the name stands beside it. */
export function Avatar({
  name,
  size = 'md',
  label,
  className,
}: {
  name: string;
  size?: 'sm' | 'md';
  label?: string;
  className?: string;
}) {
  return (
    <span
      data-slot="avatar"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      className={cn(
        'inline-grid flex-none place-items-center rounded-full bg-accent leading-none font-semibold text-foreground shadow-[inset_0_0_0_1px_var(--border-strong)]',
        size === 'sm' ? 'size-5 text-[9px]' : 'size-6 text-[10px]',
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}

/** `Maren` is Ma, `Ada Lovelace` is AL. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = '?', last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return last ? `${first.charAt(0)}${last.charAt(0)}`.toUpperCase() : first.charAt(0).toUpperCase() + first.charAt(1);
}
