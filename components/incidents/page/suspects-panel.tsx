import { RollBackButton } from '#components/runbooks/roll-back-button.tsx';
import { to } from '#components/shell/to.ts';
import { Progress } from '#components/ui/data/progress.tsx';
import { count, duration } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { CLOSENESS, type Closeness } from '#server/incidents/domain/suspects.ts';
import type { Incident } from '../incident-words.ts';

const WORDS: Record<Closeness, string> = { prompt: 'same prompt', route: 'same model', project: 'same project' };
const SHOWN = 3;

/** The changes before the impact by score, and earlier incidents of the same kind. */
export function SuspectsPanel({ project, incident }: { project: string; incident: Incident }) {
  const { suspects, suspects_total, same_before, durations } = incident;
  const shown = suspects.slice(0, SHOWN);
  return (
    <Panel>
      <PanelHeader
        title="What preceded it"
        meta={suspects_total > 0 && `${count(shown.length)} of ${count(suspects_total)} changes, by score`}
      />
      {shown.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          Nothing that Switchyard knows changed in the 24 hours before.
        </PanelBody>
      ) : (
        <ol>
          {shown.map((suspect, index) => (
            <li
              key={`${suspect.at} ${suspect.title}`}
              className="grid grid-cols-[20px_minmax(0,1fr)_44px] gap-x-2.5 gap-y-1 border-b px-3 py-2 last:border-b-0"
            >
              <span className="text-muted-foreground">{index + 1}</span>
              <span className="min-w-0">
                <TextLink href={to.change(project, suspect.path)} className="font-strong [overflow-wrap:anywhere]">
                  {suspect.title}
                </TextLink>
                <span className="block text-12 text-muted-foreground">
                  {duration(suspect.before_ms)} before, {WORDS[suspect.closeness]}, by {suspect.by}
                </span>
                <RollBackButton change={suspect} from={{ incident: incident.number }} />
              </span>
              <span className="text-right">{suspect.score.toFixed(2)}</span>
              <Progress
                className="col-span-2 col-start-2"
                label={`Score of ${suspect.title}`}
                value={suspect.score}
                max={CLOSENESS.prompt}
                tone="stable"
              />
            </li>
          ))}
        </ol>
      )}
      {same_before.length > 0 && (
        <PanelBody className="border-t text-12">
          Like{' '}
          {same_before.map((one, i) => (
            <span key={one.name}>
              {i > 0 && ' and '}
              <TextLink href={to.incident(project, one.number)}>
                {one.name}: {one.title}
              </TextLink>
            </span>
          ))}
          : the same kind of signal on the same traffic or model.
        </PanelBody>
      )}
      <PanelFoot>
        {durations.unknown_start && 'The start is not known, so changes before the detection are ranked. '}
        Ranked by scope and closeness in time. Preceded, not caused.
      </PanelFoot>
    </Panel>
  );
}
