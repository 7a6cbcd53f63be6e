import { cn } from './cn.ts';
import { CopyButton } from './form/copy-button.tsx';

/** One command or snippet in mono with its Copy button. */
export function CommandLine({ command, className }: { command: string; className?: string }) {
  return (
    <div
      data-slot="command"
      className={cn('flex w-full items-start gap-2.5 rounded-md border bg-muted py-[7px] pr-[7px] pl-2.5', className)}
    >
      <pre className="min-w-0 flex-1 self-center font-mono text-12 leading-[18px] whitespace-pre-wrap [overflow-wrap:anywhere]">
        {command}
      </pre>
      <CopyButton text={command} />
    </div>
  );
}
