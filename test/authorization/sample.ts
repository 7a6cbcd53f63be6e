import { z } from 'zod';

type Json = Record<string, unknown>;

/**
 * A value that satisfies `schema`, as far as its JSON Schema determines it: required fields only. It passes the parsing
 * of most messages, so that a new route or procedure is covered without a line in these tests.
 */
export function sampleOf(schema: z.ZodType): unknown {
  return sampleOfJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json);
}

function sampleOfJson(schema: Json): unknown {
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  for (const of of ['anyOf', 'oneOf']) {
    const several = schema[of];
    if (Array.isArray(several)) return sampleOfJson(several[0] as Json);
  }
  if (Array.isArray(schema.allOf)) {
    return Object.assign({}, ...schema.allOf.map((it) => sampleOfJson(it as Json) as object));
  }
  switch (schema.type) {
    case 'object':
      return sampleObject(schema);
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () => sampleOfJson((schema.items ?? {}) as Json));
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), 1);
    case 'boolean':
      return true;
    case 'string':
      return sampleText(schema);
    default:
      return undefined;
  }
}

function sampleObject(schema: Json): Json {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const needed = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  return Object.fromEntries(needed.map((name) => [name, sampleOfJson(properties[name] ?? {})]));
}

function sampleText(schema: Json): string {
  if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  if (schema.format === 'date-time') return '2026-01-01T00:00:00Z';
  if (schema.format === 'date') return '2026-01-01';
  return 'sample'.padEnd(Number(schema.minLength ?? 0), 'x');
}
