import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';
import type { Postmortem } from './postmortem-words.ts';
import { SayWhy } from './say-why.tsx';

/** What publishing needs, each with its state and what is missing of it. */
export function Requirements({ postmortem }: { postmortem: Postmortem }) {
  const { requirements, times_unknown_reason } = postmortem;
  return (
    <div className="grid gap-2">
      <h3 className="font-semibold">Before it can be published</h3>
      <ul aria-label="Before it can be published" className="grid gap-2.5">
        {requirements.map(({ key, is_met, text, missing }) => (
          <li key={key} className="flex items-start gap-2">
            <Icon
              name={is_met ? 'pass' : 'waits'}
              size={16}
              className={is_met ? 'mt-0.5 text-pass' : 'mt-0.5 text-muted-foreground'}
            />
            <div className="grid min-w-0 gap-0.5">
              <span>
                {text}
                <span className="sr-only">{is_met ? ': done' : ': missing'}</span>
              </span>
              {missing.map((message) => (
                <span key={message} className="text-12 text-muted-foreground [overflow-wrap:anywhere]">
                  {message}
                </span>
              ))}
              {key === 'times' && (!is_met || times_unknown_reason !== null) && <Times postmortem={postmortem} />}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Times({ postmortem }: { postmortem: Postmortem }) {
  const { project } = useProject();
  const { times_unknown_reason, number } = postmortem;
  return (
    <div className="grid gap-1">
      {times_unknown_reason !== null && (
        <span className="text-12 text-muted-foreground [overflow-wrap:anywhere]">“{times_unknown_reason}”</span>
      )}
      <span className="flex flex-wrap items-center gap-3 pt-1 text-12">
        <SayWhy postmortem={postmortem} field="times_unknown_reason" />
        <TextLink href={to.incident(project.name, number)} className="inline-flex min-h-6 items-center">
          Set the times
        </TextLink>
      </span>
    </div>
  );
}
