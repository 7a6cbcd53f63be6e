'use client';

import { InTraining } from '#components/evals/runs/in-training.tsx';
import type { ModelDetail } from '#components/models/model-facts.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, halfWidth, plusMinus, score } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { PanelBody } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';

/** Scores by golden set: own runs with interval and n, then imported ones, which are named as such. */
export function ModelScores({ model, scores }: { model: ModelDetail; scores: Outputs['evals']['modelScores'] }) {
  const { project } = useProject();
  const imported = Object.entries(model.evalScores);
  if (scores.length + imported.length === 0) {
    return <PanelBody className="text-muted-foreground">No run has measured it, and no score was imported.</PanelBody>;
  }
  return (
    <Table label="Scores" stack>
      <THead>
        <Tr>
          <Th>Dataset</Th>
          <Th>From</Th>
          <Th num>Score</Th>
          <Th num>n</Th>
          <Th>Prompt</Th>
          <Th num>When</Th>
        </Tr>
      </THead>
      <TBody>
        {scores.map((each) => (
          <Tr key={each.runId}>
            <Td head>
              <span>
                <TextLink href={to.dataset(project.name, each.dataset)}>{each.dataset}</TextLink> {each.datasetVersion}
              </span>
            </Td>
            <Td label="From">own run</Td>
            <Td num label="Score">
              <TextLink href={to.evalRun(project.name, each.runId)}>
                {plusMinus(each.score, each.ci95 === null ? null : halfWidth(...each.ci95))}
              </TextLink>{' '}
              <InTraining
                dataset={each.dataset}
                datasetVersion={each.datasetVersion}
                model={`${model.provider}/${model.modelId}`}
              />
            </Td>
            <Td num label="n">
              {count(each.n)}
            </Td>
            <Td label="Prompt" className="[overflow-wrap:anywhere]">
              <span>
                <TextLink href={to.prompt(project.name, each.prompt)}>{each.prompt}</TextLink> {each.version}
              </span>
            </Td>
            <Td num label="When">
              <Time at={each.at} />
            </Td>
          </Tr>
        ))}
        {imported.map(([name, value]) => (
          <Tr key={name}>
            <Td head>{name}</Td>
            <Td label="From" className="text-muted-foreground">
              imported
            </Td>
            <Td num label="Score">
              {score(value)}
            </Td>
            <Td num unknown>
              –
            </Td>
            <Td unknown>–</Td>
            <Td num unknown>
              –
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
