import type { System } from '#test/harness/system.ts';

export type Json = Record<string, unknown>;

/** One operation of the published contract. */
export type Operation = {
  /** `POST /api/v1/prompts` */
  name: string;
  method: string;
  path: string;
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Json }[];
  /** JSON Schema of the body; null where there is none. */
  body: Json | null;
  /** The published statuses. */
  statuses: string[];
  /** Whether it ingests measurements, which are not changes of the installation and so are not audited. */
  ingests: boolean;
};

type Published = Pick<Operation, 'parameters'> & {
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, object>;
  description?: string;
};

/** Every operation of `GET /api/v1/openapi.json`: a new route is included without a change here. */
export async function operationsOf(system: System): Promise<Operation[]> {
  const { body } = await system.api('GET', '/api/v1/openapi.json');
  return Object.entries(body.paths as Record<string, Record<string, Published>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, published]): Operation => {
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters: published.parameters,
        body: published.requestBody?.content['application/json']?.schema ?? null,
        statuses: Object.keys(published.responses),
        ingests: /Scopes: ingest/.test(published.description ?? ''),
      };
    }),
  );
}

/** Values by the name of their field, and by `TARGET FIELD` where they hold for one operation or procedure only. */
export type Known = Readonly<Record<string, unknown>>;

/**
 * A message that fits a JSON Schema: its required fields, and the optional ones that `known` has a value for. `known`
 * supplies what no schema contains, such as the name of an existing prompt.
 */
export function messageOf(schema: Json, known: Known, target: string): unknown {
  const of = (name: string, inner: Json): unknown => fieldOf(known, target, name) ?? sample(inner);
  function sample(of_: Json): unknown {
    if ('const' in of_) return of_.const;
    if (Array.isArray(of_.enum)) return of_.enum[0];
    const several = of_.anyOf ?? of_.oneOf;
    if (Array.isArray(several)) return sample(several[0] as Json);
    if (Array.isArray(of_.allOf)) return Object.assign({}, ...of_.allOf.map((it) => sample(it as Json)));
    if (of_.type === 'object') return object(of_);
    if (of_.type === 'array')
      return Array.from({ length: Number(of_.minItems ?? 0) }, () => sample((of_.items ?? {}) as Json));
    if (of_.type === 'integer' || of_.type === 'number') return Math.max(Number(of_.minimum ?? 1), 1);
    if (of_.type === 'boolean') return true;
    if (of_.type === 'string') return text(of_);
    return undefined;
  }
  function object(of_: Json): Json {
    const required = Array.isArray(of_.required) ? (of_.required as string[]) : [];
    const fields = Object.entries((of_.properties ?? {}) as Record<string, Json>).flatMap(([name, inner]) => {
      const value = required.includes(name) || isKnown(name) ? of(name, inner) : undefined;
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(fields);
  }
  const isKnown = (name: string) => Object.hasOwn(known, `${target} ${name}`);
  return Object.hasOwn(known, target) ? madeNow(known[target]) : sample(schema);
}

/** The value of a field in a message to `target`; undefined where `known` has none. */
export function fieldOf(known: Known, target: string, name: string): unknown {
  const key = [`${target} ${name}`, name].find((it) => Object.hasOwn(known, it));
  return key === undefined ? undefined : madeNow(known[key]);
}

/** A function makes a new value each time, such as a name that is not in use. */
const madeNow = (known: unknown): unknown => structuredClone(typeof known === 'function' ? known() : known);

function text(schema: Json): string {
  if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  if (schema.format === 'date-time') return '2026-01-01T00:00:00Z';
  if (schema.format === 'date') return '2026-01-01';
  return 'sample'.padEnd(Number(schema.minLength ?? 0), 'x');
}
