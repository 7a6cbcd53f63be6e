'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { ContaminationPanel } from '#components/evals/contamination/contamination-panel.tsx';
import { figureOf } from '#components/models/lineage/figure.ts';
import { LazyLineageGraph } from '#components/models/lineage/lineage-graph-lazy.tsx';
import { lineageInput, lineageParsers } from '#components/models/lineage/lineage-state.ts';
import { LineageTable } from '#components/models/lineage/lineage-table.tsx';
import { ModelsHead } from '#components/models/models-head.tsx';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { lineageEvidence, lineageHeadline } from './lineage-headline.ts';
import { TouchedPanel } from './touched-panel.tsx';

/** Nodes that are drawn at most: with more, the table is shown. */
const DRAWN_MAX = 300;
const NONE = { rows: [], elsewhere: [], waiting: 0 };

/** What models were made from, what serves them, and which golden sets cannot measure them. */
export function LineagePage() {
  const trpc = useTRPC();
  const { project } = useProject();
  const [state, setState] = useQueryStates(lineageParsers);
  const read = useQuery(trpc.models.lineage.queryOptions(lineageInput(project.name, state.model)));
  const shared = useQuery(trpc.evals.contamination.queryOptions({ project: project.name })).data ?? NONE;
  const graph = read.data;
  const figure = useMemo(() => (graph ? figureOf(graph, shared.rows) : { nodes: [], edges: [] }), [graph, shared.rows]);
  const node = figure.nodes.find(({ id }) => id === state.node);
  // On the server, in all of the project's lineage: the picture may show a part of it.
  const walked = useQuery({
    ...trpc.models.lineageWalk.queryOptions({ project: project.name, from: state.node }),
    enabled: state.walk && node !== undefined && node.kind !== 'golden_set',
  });
  const walk = state.walk ? walked.data : undefined;
  const lit = walk ? new Set([state.node, ...walk.touched.map((each) => each.node.id)]) : null;
  const isDrawn = state.form === 'graph' && figure.nodes.length <= DRAWN_MAX;
  const title = state.model === '' ? 'Lineage' : `Lineage of ${state.model.slice(state.model.indexOf('/') + 1)}`;
  const open = (id: string) => void setState({ node: id, walk: false });
  return (
    <>
      <ModelsHead tab="lineage" evidence={graph && graph.nodes.length > 0 ? lineageEvidence(shared) : undefined}>
        {graph ? lineageHeadline(figure, shared.rows) : 'Lineage'}
      </ModelsHead>
      <Panel>
        <PanelHeader
          title={title}
          qualifier="from bases and training data to what serves"
          meta={
            <>
              {state.model !== '' && (
                <Button size="sm" onClick={() => void setState({ model: '', node: '', walk: false })}>
                  Whole project
                </Button>
              )}
              <Segmented
                label="Form"
                options={[
                  { value: 'graph', label: 'Graph' },
                  { value: 'table', label: 'Table' },
                ]}
                value={isDrawn ? 'graph' : 'table'}
                onChange={(form) => void setState({ form })}
                className="phone:hidden"
              />
            </>
          }
        />
        {read.isPending ? (
          <SkeletonRows rows={6} tall />
        ) : read.isLoadingError ? (
          <NotLoaded read={read} />
        ) : figure.nodes.length === 0 ? (
          <NoLineage />
        ) : (
          <>
            {isDrawn && (
              <div className="phone:hidden">
                <LazyLineageGraph figure={figure} open={state.node} lit={lit} onOpen={open} />
              </div>
            )}
            <div className={cn(isDrawn && 'hidden phone:block')}>
              <LineageTable figure={figure} label={title} onOpen={open} />
            </div>
          </>
        )}
        {figure.nodes.length > 0 && (
          <PanelFoot>
            {isDrawn ? (
              <span className="phone:hidden">
                Tab goes from node to node and Enter opens one; arrow keys move the view, + and − zoom, 0 fits.{' '}
              </span>
            ) : (
              figure.nodes.length > DRAWN_MAX && `More than ${DRAWN_MAX} nodes are not drawn: open a model. `
            )}
            {plural(figure.nodes.length, 'node')}
            {graph && graph.leftOut > 0 ? `, ${graph.leftOut} more left out` : ''}.
          </PanelFoot>
        )}
      </Panel>
      {graph && node && (
        <TouchedPanel
          node={node}
          known={new Map(graph.nodes.map((each) => [each.id, each]))}
          walk={walk}
          walking={state.walk ? walked : null}
          onWalk={() => void setState({ walk: true })}
          onAround={state.model === '' ? (model) => void setState({ model, walk: false }) : null}
          onClose={() => void setState({ node: '', walk: false })}
        />
      )}
      {shared.rows.length > 0 && <ContaminationPanel rows={shared.rows} />}
    </>
  );
}

/** What lineage is for, and the command that begins it. */
function NoLineage() {
  return (
    <>
      <EmptyState title="Say what a model was made from" className="pb-0">
        With its base and its training dataset, a tainted dataset can be followed down to the prompts that serve it, and
        golden sets that share items with the training data are refused. Send it with the model, or as OpenLineage run
        events:
      </EmptyState>
      <div className="max-w-3xl px-5 pt-2.5 pb-7">
        <KeySnippet
          scopes={['registry']}
          command={(edgeUrl, key) =>
            `curl ${edgeUrl}/api/v1/models -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"provider":"acme","model_id":"support-3","base_model":"acme/base","training":{"dataset":"tickets","dataset_version":4}}'\ncurl ${edgeUrl}/api/v1/models/lineage/import -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" --data-binary @events.json`
          }
        />
      </div>
    </>
  );
}
