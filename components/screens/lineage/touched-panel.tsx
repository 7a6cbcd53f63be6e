import { type FigureNode, nodeWords, trainingWords } from '#components/models/lineage/figure.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { GraphNode } from '#server/models/lineage/domain/graph.ts';

type Walked = Outputs['models']['lineageWalk'];

/** The facts of the node that is open, and, once it is walked from, what it has touched down to what serves. */
export function TouchedPanel({
  node,
  known,
  walk,
  walking,
  onWalk,
  onAround,
  onClose,
}: {
  node: FigureNode;
  known: ReadonlyMap<string, GraphNode>;
  walk: Walked | undefined;
  /** The read of the walk; null: it is not walked from. */
  walking: (Parameters<typeof NotLoaded>[0]['read'] & { isLoadingError: boolean }) | null;
  onWalk: () => void;
  onAround: ((model: string) => void) | null;
  onClose: () => void;
}) {
  const { project } = useProject();
  const { name, detail } = nodeWords(node);
  const model = node.kind === 'registered_model' && node.registered ? `${node.provider}/${node.modelId}` : null;
  return (
    <Panel aria-label={`About ${name}`}>
      <PanelHeader
        title={<span className="font-mono">{name}</span>}
        qualifier={detail}
        meta={
          <>
            {walking === null && node.kind !== 'golden_set' && (
              <Button size="sm" onClick={onWalk}>
                Walk to what it touched
              </Button>
            )}
            {model !== null && onAround !== null && (
              <Button size="sm" onClick={() => onAround(model)}>
                Only its lineage
              </Button>
            )}
            <Button size="sm" onClick={onClose}>
              Close
            </Button>
          </>
        }
      />
      <PanelBody className="grid gap-1">
        <p>{trainingWords(node) || factOf(node)}</p>
        {(node.kind === 'golden_set' || node.kind === 'training_dataset') && (
          <p>
            <TextLink href={to.dataset(project.name, node.dataset)}>Its items</TextLink>
          </p>
        )}
        {node.kind === 'prompt_version' && (
          <p>
            <TextLink href={to.prompt(project.name, node.prompt)}>The prompt</TextLink>
          </p>
        )}
        {walk ? (
          <WalkedTo walk={walk} known={known} />
        ) : walking?.isLoadingError ? (
          <NotLoaded read={walking} />
        ) : (
          walking !== null && <SkeletonRows rows={2} />
        )}
      </PanelBody>
      {walk && (
        <PanelFoot>
          The shortest way to each place. What serves is where a deployment names the model now; earlier ones are in the
          history of the prompt.
        </PanelFoot>
      )}
    </Panel>
  );
}

const factOf = (node: FigureNode): string => {
  if (node.kind === 'golden_set') return `${node.shared} of its items stand in the training data too.`;
  if (node.kind === 'registered_model') return 'No config and no metrics of its training are known.';
  if (node.kind === 'training_dataset') return node.version === null ? 'No version of it was named.' : '';
  return node.environments.length === 0 ? 'It serves nowhere.' : `It serves in ${node.environments.join(' and ')}.`;
};

function WalkedTo({ walk, known }: { walk: Walked; known: ReadonlyMap<string, GraphNode> }) {
  if (walk.touched.length === 0) return <p>Nothing was made from it, and nothing serves it.</p>;
  return (
    <>
      <p className="font-strong">
        It touched {plural(walk.touched.length, 'node')},{' '}
        {walk.serving.length === 0
          ? 'none of which serves.'
          : `${walk.serving.length} of which ${walk.serving.length === 1 ? 'serves' : 'serve'}:`}
      </p>
      <ul className="grid gap-1">
        {walk.serving.map(({ node, path }) => (
          <li key={node.id} className="[overflow-wrap:anywhere]">
            {path.map((id) => shortName(known.get(id), id)).join(' → ')}
          </li>
        ))}
      </ul>
    </>
  );
}

function shortName(node: GraphNode | undefined, id: string): string {
  if (node?.kind === 'serving_prompt') return node.environment;
  if (node?.kind === 'prompt_version') return `${node.prompt} ${node.version}`;
  if (node?.kind === 'training_dataset') return [node.dataset, node.version ?? ''].join(' ').trim();
  return node?.kind === 'registered_model' ? node.modelId : id;
}
