'use client';

import {
  Background,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type KeyboardEvent, useMemo } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Button } from '#components/ui/form/button.tsx';
import { EnvironmentBadge } from '#components/ui/tags.tsx';
import { type Figure, type FigureEdge, type FigureNode, nodeWords, trainingWords } from './figure.ts';
import { layOut } from './layout.ts';

const WIDTH = 224;
const LINE = 18;
const PAN = 80;
const ZOOM_MS = 160;

type CardData = { node: FigureNode; open: boolean; lit: boolean | null };
type Card = Node<CardData, 'card'>;

const heightOf = (node: FigureNode): number => {
  const isServed = node.kind === 'prompt_version' && node.environments.length > 0;
  return 46 + (trainingWords(node) ? LINE : 0) + (isServed ? 26 : 0) + (node.kind === 'golden_set' ? LINE : 0);
};

export type LineageGraphProps = {
  figure: Figure;
  /** The node whose facts are shown. */
  open: string;
  /** What a walk has touched: the rest is dimmed. Null: nothing is walked. */
  lit: ReadonlySet<string> | null;
  onOpen: (id: string) => void;
};

/** The lineage as a graph that can be panned and zoomed by pointer and by keys. */
export function ProvidedGraph(props: LineageGraphProps) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

function Graph({ figure, open, lit, onOpen }: LineageGraphProps) {
  const flow = useReactFlow();
  const places = useMemo(
    () =>
      layOut(
        figure.nodes.map((node) => ({ id: node.id, height: heightOf(node) })),
        figure.edges,
        WIDTH,
      ),
    [figure],
  );
  const placeOf = new Map(places.map((place) => [place.id, place]));
  const nodes = figure.nodes.map((node): Card => {
    const { x, y } = placeOf.get(node.id) ?? { x: 0, y: 0 };
    return {
      id: node.id,
      type: 'card',
      position: { x, y },
      width: WIDTH,
      height: heightOf(node),
      ariaRole: 'button',
      data: { node, open: node.id === open, lit: lit === null ? null : lit.has(node.id) },
    };
  });
  const edges = figure.edges.map((edge) => lineOf(edge, lit));
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const step = STEPS[event.key];
    if (step) {
      const { x, y, zoom } = flow.getViewport();
      void flow.setViewport({ x: x + step[0] * PAN, y: y + step[1] * PAN, zoom });
    } else if (event.key === '+' || event.key === '=') void flow.zoomIn({ duration: ZOOM_MS });
    else if (event.key === '-') void flow.zoomOut({ duration: ZOOM_MS });
    else if (event.key === '0') void flow.fitView({ duration: ZOOM_MS });
    else if ((event.key === 'Enter' || event.key === ' ') && event.target instanceof HTMLElement) {
      const id = event.target.closest('[data-id]')?.getAttribute('data-id');
      if (!id) return;
      onOpen(id);
    } else return;
    event.preventDefault();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move the view; each node is a button of its own
    <div className="relative h-full" onKeyDown={onKeyDown}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.1}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        onlyRenderVisibleElements={figure.nodes.length > 100}
        zoomOnScroll={false}
        preventScrolling={false}
        onNodeClick={(_, { id }) => onOpen(id)}
        className="[&_.react-flow\_\_attribution]:bg-card [&_.react-flow\_\_attribution_a]:text-11 [&_.react-flow\_\_attribution_a]:text-muted-foreground"
      >
        <Background color="var(--grid)" gap={20} />
      </ReactFlow>
      <div className="absolute bottom-2 left-2 flex gap-1">
        <Button size="sm" aria-label="Zoom in" onClick={() => void flow.zoomIn({ duration: ZOOM_MS })}>
          +
        </Button>
        <Button size="sm" aria-label="Zoom out" onClick={() => void flow.zoomOut({ duration: ZOOM_MS })}>
          −
        </Button>
        <Button size="sm" onClick={() => void flow.fitView({ duration: ZOOM_MS })}>
          Fit
        </Button>
      </div>
    </div>
  );
}

const STEPS: Record<string, readonly [number, number] | undefined> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function lineOf({ from, to, relation, said }: FigureEdge, lit: ReadonlySet<string> | null): Edge {
  const isShared = relation === 'shares';
  const color = isShared ? 'var(--fail)' : relation === 'names_model' ? 'var(--border-strong)' : 'var(--stable)';
  const dim = lit !== null && !(lit.has(from) && lit.has(to));
  return {
    id: `${from} ${to} ${relation}`,
    source: from,
    target: to,
    focusable: false,
    ariaLabel: said,
    style: {
      stroke: color,
      strokeWidth: isShared ? 1.5 : 2,
      strokeDasharray: isShared ? '5 3' : undefined,
      opacity: dim ? 0.25 : 1,
    },
    ...(isShared
      ? { label: '✕', labelStyle: { fill: 'var(--card)', fontWeight: 600 }, labelBgStyle: { fill: 'var(--fail)' } }
      : { markerEnd: { type: MarkerType.ArrowClosed, color } }),
  };
}

/** One node: name in mono, what it is, config and metrics, environments. */
function CardNode({ data: { node, open, lit } }: NodeProps<Card>) {
  const { name, detail } = nodeWords(node);
  const training = trainingWords(node);
  const isGolden = node.kind === 'golden_set';
  return (
    <div
      className={cn(
        'h-full rounded-md border bg-card px-2.5 py-1 text-left text-card-foreground',
        isGolden ? 'border-fail' : open ? 'border-foreground' : 'border-border-strong',
        open && 'shadow-[0_0_0_1px_currentColor]',
        lit === false && 'opacity-40',
      )}
    >
      <Handle type="target" position={Position.Left} className="invisible" />
      <div className="truncate font-mono text-12 leading-[18px] font-medium">{name}</div>
      <div className="truncate text-12 leading-[18px] text-muted-foreground">{detail}</div>
      {training && <div className="truncate text-12 leading-[18px] text-muted-foreground">{training}</div>}
      {isGolden && (
        <div className="truncate text-12 leading-[18px] font-medium text-fail">
          {node.shared} of {node.items} items are in the training data
        </div>
      )}
      {node.kind === 'prompt_version' && node.environments.length > 0 && (
        <div className="mt-0.5 flex gap-1.5 overflow-hidden">
          {node.environments.map((environment) => (
            <EnvironmentBadge key={environment} name={environment} />
          ))}
        </div>
      )}
      <Handle type="source" position={Position.Right} className="invisible" />
    </div>
  );
}

const NODE_TYPES = { card: CardNode };
