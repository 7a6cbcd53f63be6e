import { Sparkline } from '#components/charts/sparkline.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { change, count, countShort, halfWidth, latency, money, percent, points, score } from '#components/ui/format.ts';
import { TileStrip, type Tile as TileView } from '#components/ui/tile-strip.tsx';

type Tiles = Outputs['overview']['page']['tiles']['tiles'];
type Tile = Tiles['requests'];

const LAST_WEEK = 'vs last week';

/** Relative change against the week before; nothing where either side is unknown. */
function versus(tile: Tile): Pick<TileView, 'strong' | 'quiet'> {
  if (tile.value === null || tile.before === null || tile.before === 0) return { quiet: 'no week before' };
  return { strong: change(tile.value / tile.before - 1), quiet: LAST_WEEK };
}

const spark = (tile: Tile) => <Sparkline values={tile.spark} previous={tile.sparkBefore} />;

const inPoints = (tile: Tile): Pick<TileView, 'strong' | 'quiet'> =>
  tile.value === null || tile.before === null
    ? { quiet: 'no week before' }
    : { strong: `${points(tile.value - tile.before)} pp`, quiet: LAST_WEEK };

function qualityNote(tile: Tile): Pick<TileView, 'strong' | 'quiet'> {
  const n = tile.n ?? 0;
  if (tile.value === null) return { quiet: 'nothing judged' };
  const half = halfWidth(tile.low, tile.high);
  return { strong: half === null ? undefined : `±\u00a0${score(half)}`, quiet: `n ${count(n)} judged` };
}

/** Production's figures of the last 24 hours, each leading to its chart. */
export function OverviewTiles({ project, tiles }: { project: string; tiles: Tiles }) {
  const chart = (id: string) => `${to.monitor(project, { environment: 'production' })}#${id}`;
  const requests = tiles.requests.value;
  const views: TileView[] = [
    {
      label: 'Requests, 24 h',
      value: requests !== null && requests >= 10_000 ? countShort(requests) : count(requests),
      ...versus(tiles.requests),
      spark: spark(tiles.requests),
      href: chart('requests'),
    },
    {
      label: 'Error rate',
      value: percent(tiles.errorRate.value),
      ...inPoints(tiles.errorRate),
      spark: spark(tiles.errorRate),
      href: chart('requests'),
    },
    {
      label: 'P99 latency',
      value: latency(tiles.latencyP99.value),
      ...versus(tiles.latencyP99),
      spark: spark(tiles.latencyP99),
      href: chart('latency'),
    },
    {
      label: 'TTFT P95',
      value: latency(tiles.ttftP95.value),
      ...versus(tiles.ttftP95),
      spark: spark(tiles.ttftP95),
      href: chart('ttft'),
    },
    {
      label: 'Quality',
      value: score(tiles.quality.value),
      ...qualityNote(tiles.quality),
      spark: spark(tiles.quality),
      href: chart('quality'),
    },
    {
      label: 'Spend today',
      value: money(tiles.spendToday.value),
      ...versus(tiles.spendToday),
      spark: spark(tiles.spendToday),
      href: chart('cost'),
    },
  ];
  return <TileStrip label="Production, last 24 hours" tiles={views} />;
}
