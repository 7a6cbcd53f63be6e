import { z } from 'zod';
import { appRouter } from '#server/run/trpc-root.ts';
import type { Json } from './document.ts';

/** One procedure of the root router. */
export type Procedure = { name: string; changes: boolean; input: Json };

type Known = { _def: { type: string; inputs: z.ZodType[] } };

/** Every procedure of the root router: a new one is included without a change here. */
export function procedures(): Procedure[] {
  const all = Object.entries(appRouter._def.procedures as unknown as Record<string, Known>);
  return all.map(([name, { _def }]) => ({
    name,
    changes: _def.type === 'mutation',
    input: { allOf: _def.inputs.map(schemaOf), type: 'object' },
  }));
}

/** Dates have no JSON Schema: they are recognised by their name. */
const schemaOf = (schema: z.ZodType): Json =>
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') jsonSchema.format = 'js-date';
    },
  }) as Json;
