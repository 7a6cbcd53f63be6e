'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { Td } from '#components/ui/data/table.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { daysInWords, factsInWords, type ModelRow, STATUS_LOOK } from './model-words.ts';

/** From this many days before its day a retirement is drawn in red. */
const SOON_DAYS = 30;

/** `northwind / atlas-2`, which leads to its page, and below it what it is. */
export function ModelNameCell({ model }: { model: ModelRow }) {
  const { project } = useProject();
  return (
    <Td head sub={factsInWords(model)} className="min-w-52 max-w-80 [overflow-wrap:anywhere] phone:min-w-0">
      <TextLink
        href={to.model(project.name, model.provider, model.modelId)}
        className="font-mono text-12"
        data-row={`${model.provider}/${model.modelId}`}
      >
        {model.provider} / {model.modelId}
      </TextLink>
    </Td>
  );
}

/** Its status in one word. */
export function StatusCell({ model }: { model: ModelRow }) {
  const { tone, icon, word } = STATUS_LOOK[model.status];
  return (
    <Td label="Status">
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
    </Td>
  );
}

/** Where it serves: `3 prompts in production`; `alsoFor` prompts have it as their fallback. */
export function DeployedCell({ model: { deployedTo }, alsoFor }: { model: ModelRow; alsoFor: number }) {
  const prompts = [...new Set(deployedTo.map(({ prompt }) => prompt))];
  const environments = [...new Set(deployedTo.map(({ environment }) => environment))];
  if (prompts.length === 0) {
    return (
      <Td label="Deployed to" sub={alsoFor > 0 ? 'deployed nowhere itself' : undefined} unknown={alsoFor === 0}>
        {alsoFor > 0 ? (
          `fallback of ${plural(alsoFor, 'prompt')}`
        ) : (
          <span className="text-muted-foreground">nowhere yet</span>
        )}
      </Td>
    );
  }
  const [first = ''] = prompts;
  const main = environments.find((name) => name === DEFAULT_ENVIRONMENT) ?? environments.at(-1);
  const named = prompts.length === 1 ? first : `${first} and ${prompts.length - 1} more`;
  const others = environments.filter((name) => name !== main);
  return (
    <Td
      label="Deployed to"
      sub={others.length === 0 ? named : `${named}; also in ${others.join(', ')}`}
      className="[overflow-wrap:anywhere]"
    >
      {plural(prompts.length, 'prompt')} in {main}
    </Td>
  );
}

/** The retirement day and its source, or words where none is known. */
export function RetiresCell({ model: { life, daysLeft } }: { model: Pick<ModelRow, 'life' | 'daysLeft'> }) {
  const now = useNow();
  const { retirementDate, from, maybe } = life;
  if (retirementDate === null || daysLeft === null) {
    const sub = maybe ? 'its name may be in the list' : undefined;
    return (
      <Td label="Retires" sub={sub} unknown={sub === undefined}>
        <span className="text-muted-foreground">no date known</span>
      </Td>
    );
  }
  return (
    <Td label="Retires" sub={from === 'registry' ? 'as the registry says' : 'as the vendor says'}>
      <span className={cn('font-strong whitespace-nowrap', daysLeft <= SOON_DAYS && 'text-fail')}>
        {calendarDay(retirementDate, now)}, {daysInWords(daysLeft)}
      </span>
    </Td>
  );
}
