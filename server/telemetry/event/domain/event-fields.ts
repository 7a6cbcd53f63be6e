import type { CacheTtl } from '#server/models/prices/domain/meters.ts';

/** What a field of an event must be. Lengths in UTF-16 units. */
export type FieldRule =
  | { kind: 'text'; max: number }
  | { kind: 'integer'; min: number; max: number }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'time' }
  | { kind: 'tags' }
  /** A count, or one for each time that what was written to a cache lives. */
  | { kind: 'by_ttl'; max: number }
  /** Calls by the name of a tool. */
  | { kind: 'calls'; max: number }
  /** The usage object of a provider, whatever it holds. */
  | { kind: 'usage' }
  | { kind: 'body' };

/** How a field of its own column is stored, and where it is shown: in every list, or in the details of one event only. */
export type StoredField = {
  column: 'int2' | 'int4' | 'float8' | 'text';
  /** The column's name where it is not the field's: a reserved word of SQL. */
  columnName?: string;
  shown: 'list' | 'detail';
};

/** What of a rollout served a request, and how it ended. */
export const ARMS = ['stable', 'candidate', 'shadow'] as const;
export type Arm = (typeof ARMS)[number];
/** The number of shadow traffic in `event.arm`: no user saw its answers. */
export const SHADOW_ARM: number = ARMS.indexOf('shadow') + 1;
export const EVENT_STATUSES = ['ok', 'error'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** The maximum of a column of counts. */
export const COUNT_MAX = 2_147_483_647;

const name = { kind: 'text', max: 200 } as const;
const tokens = { kind: 'integer', min: 0, max: COUNT_MAX, column: 'int4', shown: 'list' } as const;
/** 31 days: longer than any call, short enough to refuse a timestamp in the wrong field. */
const ms = { kind: 'number', min: 0, max: 2_678_400_000, column: 'float8', shown: 'list' } as const;
const listedId = { kind: 'text', max: 200, column: 'text', shown: 'list' } as const;
const detailId = { ...listedId, shown: 'detail' } as const;

/**
 * Every field that an event may have. One that names a column is copied there as it was sent (counts and how it was
 * served: as `measure` completes them), and read, returned and published from this line: a new measure is a line here and its migration. The others become something else on the way
 * (a name's number, a time, a cost): `event-columns.ts` says what.
 */
export const EVENT_FIELDS = {
  id: { kind: 'text', max: 200 },
  at: { kind: 'time' },
  model: name,
  environment: name,
  service: name,
  prompt: name,
  version: { kind: 'integer', min: 1, max: 2_147_483_647 },
  arm: { kind: 'choice', values: ARMS },
  rollout_id: detailId,
  provider: name,
  status: { kind: 'choice', values: EVENT_STATUSES },
  error_code: { kind: 'text', max: 100 },
  attempt: { kind: 'integer', min: 1, max: 10_000, column: 'int2', shown: 'list' },
  operation_id: detailId,
  unit: detailId,
  ttft_ms: ms,
  latency_ms: ms,
  tokens_in: tokens,
  tokens_out: tokens,
  tokens_cached: tokens,
  tokens_cache_write: { kind: 'by_ttl', max: COUNT_MAX, column: 'int4', shown: 'list' },
  tokens_reasoning: tokens,
  tool_calls: { kind: 'calls', max: COUNT_MAX },
  service_tier: { kind: 'text', max: 60, column: 'text', shown: 'detail' },
  region: { kind: 'text', max: 60, column: 'text', shown: 'detail' },
  usage: { kind: 'usage' },
  cost_usd: { kind: 'number', min: 0, max: 1_000_000 },
  quality: { kind: 'number', min: 0, max: 1, column: 'float8', shown: 'list' },
  trace_id: listedId,
  outcome_id: detailId,
  user: { ...listedId, columnName: 'user_id' },
  session: { ...listedId, columnName: 'session_id' },
  input_chars: { ...tokens, shown: 'detail' },
  query_type: name,
  input: { kind: 'body' },
  output: { kind: 'body' },
  tags: { kind: 'tags' },
} as const satisfies Record<string, FieldRule | (FieldRule & StoredField)>;

export type EventField = keyof typeof EVENT_FIELDS;
type Fields = typeof EVENT_FIELDS;

/** Without these an event is refused. */
export const REQUIRED_FIELDS = ['id', 'at', 'model'] as const satisfies readonly EventField[];
type RequiredField = (typeof REQUIRED_FIELDS)[number];

/** The type that a right value has. */
type Sent<Rule> = Rule extends { kind: 'choice'; values: readonly (infer Choice)[] }
  ? Choice
  : Rule extends { kind: 'text' | 'time' }
    ? string
    : Rule extends { kind: 'integer' | 'number' }
      ? number
      : Rule extends { kind: 'tags' }
        ? object
        : Rule extends { kind: 'by_ttl' }
          ? number | { [T in CacheTtl]?: number | null }
          : Rule extends { kind: 'calls' }
            ? Readonly<Record<string, number>>
            : unknown;

/** The JSON of a valid event: every field has the type of its rule. */
export type EventMessage = { [F in RequiredField]: Sent<Fields[F]> } & {
  [F in Exclude<EventField, RequiredField>]?: Sent<Fields[F]> | null;
};

/** Fields that are copied into a column of their own. */
export type ColumnField = { [F in EventField]: Fields[F] extends StoredField ? F : never }[EventField];
type ShownIn<Where> = { [F in ColumnField]: Fields[F] extends { shown: Where } ? F : never }[ColumnField];
type Camel<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Text;

/** Stored fields as rows of ours name them, unknown is null: `latency_ms` is `latencyMs`. */
export type StoredValues<Where extends StoredField['shown']> = {
  [F in ShownIn<Where> as Camel<F>]: (Fields[F] extends { column: 'text' } ? string : number) | null;
};

export type ColumnOf = StoredField & { field: ColumnField; columnName: string; property: string; rule: FieldRule };

/** The stored fields that a list shows, or those that only the details show. */
export const fieldsShownIn = (where: StoredField['shown']): readonly ColumnOf[] =>
  COLUMN_FIELDS.filter(({ shown }) => shown === where);

/** Every stored field with its column's name and its name in rows of ours, in the order of the table above. */
export const COLUMN_FIELDS: readonly ColumnOf[] = Object.entries(EVENT_FIELDS).flatMap(([field, rule]) =>
  'column' in rule
    ? [
        {
          field: field as ColumnField,
          column: rule.column,
          columnName: 'columnName' in rule ? rule.columnName : field,
          property: field.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
          shown: rule.shown,
          rule,
        },
      ]
    : [],
);

/** Most tools that one event names, and most characters of its usage object as JSON. */
export const TOOLS_MAX = 50;
export const USAGE_CHARS_MAX = 8_000;

export const TAGS_MAX = 50;
export const TAG_LENGTH_MAX = 200;
