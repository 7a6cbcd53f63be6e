'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { STATUS } from '#components/promotions/promotion-words.ts';
import { draftOf } from '#components/prompts/editor/draft.ts';
import { keepDraft } from '#components/prompts/editor/stored-draft.ts';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPCClient } from '#components/shell/trpc.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Tooltip } from '#components/ui/overlay/tooltip.tsx';
import type { MissingRun } from '#server/rehearsals/domain/missing-runs.ts';
import type { OptionRow, PlaceRow } from './rehearsal-words.ts';

type Of = { row: PlaceRow; option: OptionRow };

/** What brings the prompt nearer to its replacement: a promotion that is open, a missing run, or a new version. */
export function NextStep({ row, option }: Of) {
  const { project } = useProject();
  const { inTheWay } = row;
  if (inTheWay !== null) {
    const words = option.state === 'open' ? STATUS[inTheWay.status].word : `Decide version ${inTheWay.version} first`;
    return (
      <TextLink href={to.promotion(project.name, inTheWay.id)} className="text-12 [overflow-wrap:anywhere]">
        {words}
      </TextLink>
    );
  }
  switch (option.state) {
    case 'no_run':
      return <ImportRun row={row} option={option} />;
    case 'fails':
      return <StartVersion row={row} option={option} />;
    case 'inconclusive':
      return <CompareRuns option={option} />;
    default:
      return <span className="text-12 text-muted-foreground">can be opened</span>;
  }
}

/** Both runs side by side, of the first golden set that has both. */
export function CompareRuns({ option: { decision } }: Pick<Of, 'option'>) {
  const { project } = useProject();
  const both = decision.datasets.find(({ candidateRun, baselineRun }) => candidateRun !== null && baselineRun !== null);
  if (!both?.candidateRun || !both.baselineRun) return null;
  const runs = { candidate: both.candidateRun.run, baseline: both.baselineRun.run };
  return (
    <ButtonLink size="sm" href={to.compareRuns(project.name, runs)}>
      Compare runs
    </ButtonLink>
  );
}

/** Opens the editor with the version that serves and the replacement in its settings, as a draft. */
export function StartVersion({ row: { place }, option: { replacement } }: Of) {
  const client = useTRPCClient();
  const router = useRouter();
  const { project, may } = useProject();
  const refusal = may('prompt.write');
  const start = useMutation({
    mutationFn: async () => {
      const { prompt: name, version: number } = place;
      const serving = await client.prompts.version.query({ project: project.name, name, number });
      const config = { ...serving.config, model: replacement.name };
      const draft = { ...draftOf({ ...serving, config }), message: `Moved to ${replacement.name}` };
      keepDraft(project.name, name, { ...draft, edited: true });
      router.push(to.prompt(project.name, name, { tab: 'editor', version: number }));
    },
  });
  const button = (
    <Button
      size="sm"
      aria-disabled={refusal !== null || undefined}
      disabled={start.isPending}
      onClick={() => refusal === null && start.mutate()}
    >
      Start a version
    </Button>
  );
  return refusal === null ? button : <Tooltip content={refusal}>{button}</Tooltip>;
}

/** The import of a run with the names of what is missing, and one result to show their form. */
function commandOf(prompt: string, { version, model, dataset, scorers }: MissingRun, edgeUrl: string, key: string) {
  const body = JSON.stringify({
    ...{ prompt, version, ...(model === null ? {} : { model }), dataset: dataset ?? 'DATASET' },
    scorers: scorers ?? [{ type: 'equals' }],
    results: [{ item: 'ID', output: 'ANSWER', latency_ms: 840, tokens_in: 900, tokens_out: 120 }],
  }).replaceAll("'", "'\\''");
  return `curl ${edgeUrl}/api/v1/eval-runs/import -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '${body}'`;
}

/** "Import a run" and its dialog: a command for each run that is missing, with its names and scorers filled in. */
export function ImportRun({ row: { place }, option: { missing, decision } }: Of) {
  const { prompt } = place;
  const [reason] = decision.reasons;
  const runs = missing.map(
    ({ version, model, dataset }) =>
      `version ${version} with ${model ?? 'its model'} to every item of ${dataset ?? 'a golden set'}`,
  );
  const open = missing.some(({ dataset, scorers }) => dataset === null || scorers === null);
  return (
    <Dialog
      title={`Import a run of ${prompt}`}
      description={`The answers of ${runs.join(', and of ')}. ${reason?.sentence ?? ''}`}
      trigger={<Button size="sm">Import a run</Button>}
    >
      <div className="grid gap-2">
        <KeySnippet
          scopes={['evals']}
          command={(edgeUrl, key) => missing.map((run) => commandOf(prompt, run, edgeUrl, key)).join('\n\n')}
        />
        <p className="text-12 text-muted-foreground">
          {open
            ? 'No run says which golden set and scorers it is compared by: use the same for both sides. '
            : 'Its scorers are those that the run is compared by. '}
          Tokens and latency are optional; with them cost and P99 are measured instead of assumed. The row fills in when
          the run is scored.
        </p>
      </div>
    </Dialog>
  );
}
