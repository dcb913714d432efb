import dagre from '@dagrejs/dagre';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Recording } from '../../report/recording/recording.ts';

type Model = NonNullable<Recording['model']>;

const letterWidth = 6.6;
const lineHeight = 15;

/** The statechart of the model, with the states lit that explain what has been seen. */
export function ChartView({
  model,
  lit,
}: {
  readonly model: Model;
  readonly lit: readonly string[];
}): JSX.Element {
  const layout = useMemo(() => layoutOf(model.chart), [model]);
  const now =
    lit.length === 0 ? 'None of its states explains what has been seen.' : `It may be in: ${lit.join(', ')}.`;
  return (
    <section class="panel">
      <h2>
        Model <span class="file-name">{model.title}</span>
      </h2>
      <p class="promise">{model.promise}</p>
      <svg
        class="chart"
        role="img"
        aria-label={`Statechart of the model. ${now}`}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        style={{ maxWidth: `${layout.width}px` }}
      >
        <defs>
          <marker
            id="chart-head"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0,0 L8,4 L0,8 z" class="chart-head" />
          </marker>
        </defs>
        {layout.edges.map(({ path, lines, x, y, isLoop }, index) => (
          <g key={index}>
            <path d={path} class="chart-edge" marker-end="url(#chart-head)" />
            {lines.map((line, at) => (
              <text
                key={at}
                x={x}
                y={y + (at - (lines.length - 1) / 2) * lineHeight + 4}
                class={isLoop ? 'chart-label is-loop' : 'chart-label'}
              >
                {line}
              </text>
            ))}
          </g>
        ))}
        {layout.nodes.map(({ name, x, y, width, height }) => (
          <g key={name} class={lit.includes(name) ? 'chart-state is-lit' : 'chart-state'}>
            <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx="9" />
            <text x={x} y={y + 5}>
              {lit.includes(name) ? `● ${name}` : name}
            </text>
          </g>
        ))}
      </svg>
      <p class="chart-now">{now}</p>
    </section>
  );
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly { name: string; x: number; y: number; width: number; height: number }[];
  readonly edges: readonly Edge[];
}

interface Edge {
  readonly path: string;
  readonly lines: readonly string[];
  /** Where the lines are centred; where they begin, for a transition from a state to itself. */
  readonly x: number;
  readonly y: number;
  readonly isLoop: boolean;
}

/** Transitions between the same two states share one arrow. */
function layoutOf({ initial, startsIn, transitions }: Model['chart']): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'TB', nodesep: 46, ranksep: 46, edgesep: 26, marginx: 8, marginy: 8 });
  const labels = new Map<string, { from: string; to: string; lines: string[] }>();
  const connect = (from: string, to: string, label: string): void => {
    const key = JSON.stringify([from, to]);
    const known = labels.get(key) ?? { from, to, lines: [] };
    if (label !== '' && !known.lines.includes(label)) known.lines.push(label);
    labels.set(key, known);
  };
  for (const { target, guard } of startsIn) connect(initial, target, guard === '' ? '' : `[${guard}]`);
  for (const { source, target, event, guard } of transitions) {
    connect(source, target, guard === '' ? event : `${event} [${guard}]`);
  }
  const names = new Set([initial, ...[...labels.values()].flatMap(({ from, to }) => [from, to])]);
  for (const name of names) graph.setNode(name, { width: name.length * 8.2 + 40, height: 34 });
  for (const { from, to, lines } of labels.values()) {
    const width = Math.max(10, ...lines.map((line) => line.length * letterWidth)) + (from === to ? 26 : 0);
    graph.setEdge(from, to, { width, height: Math.max(8, lines.length * lineHeight), labelpos: 'c' });
  }
  dagre.layout(graph);
  const { width = 100, height = 100 } = graph.graph();
  return {
    width,
    height,
    nodes: graph
      .nodes()
      .map((name: string) => ({ name, ...(graph.node(name) as Omit<Layout['nodes'][number], 'name'>) })),
    edges: graph.edges().map((edge: { v: string; w: string }): Edge => {
      const { points, x, y } = graph.edge(edge) as { points: Point[]; x: number; y: number };
      const { lines } = labels.get(JSON.stringify([edge.v, edge.w]))!;
      if (edge.v === edge.w) return loopBeside(graph.node(edge.v) as Layout['nodes'][number], lines);
      return { path: pathThrough(points), lines, x: x ?? 0, y: y ?? 0, isLoop: false };
    }),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** From the right side of a state back to it, with the lines at its right. */
function loopBeside({ x, y, width }: Layout['nodes'][number], lines: readonly string[]): Edge {
  const side = x + width / 2;
  const reach = side + 24;
  const path = `M${side},${y - 8} C${reach},${y - 18} ${reach},${y + 18} ${side + 1},${y + 8}`;
  return { path, lines, x: side + 25, y, isLoop: true };
}

function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1]!;
    const isLast = index === rest.length - 2;
    const end = isLast ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x},${point.y} ${end.x},${end.y}`;
  });
  if (bends.length === 0) return `M${first.x},${first.y} L${rest[0]!.x},${rest[0]!.y}`;
  return `M${first.x},${first.y} ${bends.join(' ')}`;
}
