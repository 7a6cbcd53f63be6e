import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EnvironmentBadge } from '#components/ui/tags.tsx';
import { type Figure, type FigureNode, nodeWords, trainingWords } from './figure.ts';

/** The lineage as rows: what was made from what, and how. Nodes without an edge have a row of their own. */
export function LineageTable({
  figure: { nodes, edges },
  label,
  onOpen,
}: {
  figure: Figure;
  label: string;
  onOpen: (id: string) => void;
}) {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return (
    <Table label={label} stack>
      <THead>
        <Tr>
          <Th>From</Th>
          <Th>Relation</Th>
          <Th>To</Th>
        </Tr>
      </THead>
      <TBody>
        {edges.map(({ from, to, said, relation }) => (
          <Tr key={`${from} ${to} ${relation}`} tall>
            <NodeCell node={known.get(from)} label="From" onOpen={onOpen} />
            <Td label="Relation" className={relation === 'shares' ? 'text-fail' : undefined}>
              {said}
            </Td>
            <NodeCell node={known.get(to)} label="To" onOpen={onOpen} />
          </Tr>
        ))}
        {nodes
          .filter(({ id }) => !joined.has(id))
          .map((node) => (
            <Tr key={node.id} tall>
              <NodeCell node={node} label="From" onOpen={onOpen} />
              <Td label="Relation" className="text-muted-foreground">
                no lineage known
              </Td>
              <Td unknown />
            </Tr>
          ))}
      </TBody>
    </Table>
  );
}

function NodeCell({
  node,
  label,
  onOpen,
}: {
  node: FigureNode | undefined;
  label: string;
  onOpen: (id: string) => void;
}) {
  if (!node) return <Td unknown />;
  const { name, detail } = nodeWords(node);
  return (
    <Td label={label} sub={[detail, trainingWords(node)].filter(Boolean).join(', ')}>
      <button
        type="button"
        onClick={() => onOpen(node.id)}
        className="min-h-6 cursor-pointer text-left font-mono text-12 font-medium underline decoration-border-strong underline-offset-2 [overflow-wrap:anywhere]"
      >
        {name}
      </button>{' '}
      {node.kind === 'prompt_version' && node.environments.map((each) => <EnvironmentBadge key={each} name={each} />)}
    </Td>
  );
}
