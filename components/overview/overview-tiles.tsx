import { Sparkline } from '#components/charts/sparkline.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { TileStrip, type Tile as TileView } from '#components/ui/data/tile-strip.tsx';
import {
  change,
  count,
  countShort,
  halfWidth,
  latency,
  money,
  percent,
  points,
  sampleSize,
  score,
} from '#components/ui/format.ts';
import type { Address } from '#components/ui/link.tsx';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { REQUESTS_MIN } from './headline.ts';

type Tiles = Outputs['overview']['page']['tiles']['tiles'];
type Tile = Tiles['requests'];

const LAST_WEEK = 'vs last week';

type Note = Pick<TileView, 'strong' | 'quiet'>;

/** Relative change against the week before; where nothing is known, why. */
function versus(tile: Tile, unknown: string): Note {
  if (tile.value === null) return { quiet: unknown };
  if (tile.before === null || tile.before === 0) return { quiet: 'no week before' };
  return { strong: change(tile.value / tile.before - 1), quiet: LAST_WEEK };
}

const spark = (tile: Tile) => <Sparkline values={tile.spark} previous={tile.sparkBefore} />;

/** A share under 1 % is written with two decimals, and so is its change. */
function inPoints(tile: Tile): Note {
  if (tile.value === null || tile.before === null) return { quiet: 'no week before' };
  const digits = Math.max(tile.value, tile.before) < 0.01 ? 2 : 1;
  return { strong: `${points(tile.value - tile.before, digits)}\u00a0points`, quiet: LAST_WEEK };
}

/** The error tile. Of too few requests the share is grey, never a green zero. */
const errorTile = (tile: Tile, requests: number | null): Pick<TileView, 'value' | 'strong' | 'quiet'> =>
  requests === null || requests < REQUESTS_MIN
    ? {
        value: <span className="text-muted-foreground">{percent(tile.value)}</span>,
        quiet: `too little data, ${sampleSize(requests)}`,
      }
    : { value: percent(tile.value), ...inPoints(tile) };

function qualityNote(tile: Tile): Note {
  const n = tile.n ?? 0;
  if (tile.value === null) return { quiet: 'nothing judged' };
  const half = halfWidth(tile.low, tile.high);
  return { strong: half === null ? undefined : `±\u00a0${score(half)}`, quiet: `n ${count(n)} judged` };
}

/** Production's figures of the last 24 hours, each leading to its chart. */
export function OverviewTiles({
  project,
  tiles,
  money: tilesOfMoney,
}: {
  project: string;
  tiles: Tiles;
  /** Behind the others. */
  money: TileView[];
}) {
  const chart = (id: string): Address => `${to.monitor(project, { environment: DEFAULT_ENVIRONMENT })}#${id}`;
  const requests = tiles.requests.value;
  const views: TileView[] = [
    {
      label: 'Requests, 24 h',
      value: requests !== null && requests >= 10_000 ? countShort(requests) : count(requests),
      ...versus(tiles.requests, 'no request'),
      spark: spark(tiles.requests),
      href: chart('requests'),
    },
    {
      label: 'Error rate',
      ...errorTile(tiles.errorRate, requests),
      spark: spark(tiles.errorRate),
      href: chart('requests'),
    },
    {
      label: 'P99 latency',
      value: latency(tiles.latencyP99.value),
      ...versus(tiles.latencyP99, 'not reported'),
      spark: spark(tiles.latencyP99),
      href: chart('latency'),
    },
    {
      label: 'TTFT P95',
      value: latency(tiles.ttftP95.value),
      ...versus(tiles.ttftP95, 'not reported'),
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
      ...versus(tiles.spendToday, 'cost unknown'),
      spark: spark(tiles.spendToday),
      href: chart('cost'),
    },
  ];
  return <TileStrip label="Production, last 24 hours, and money" tiles={[...views, ...tilesOfMoney]} />;
}
