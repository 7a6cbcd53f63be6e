import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { resolveBody } from '#server/rollouts/contract.ts';
import { checkResolveBody } from './resolve-body.ts';

const name = fc.oneof(fc.string({ maxLength: 3 }), fc.string({ minLength: 95, maxLength: 210 }));
const odd = fc.oneof(fc.constant(null), fc.constant(undefined), fc.integer(), fc.constant([]), fc.constant({}), name);
const bodies = fc.oneof(
  fc.anything(),
  fc.record({ prompt: odd, environment: odd, key: odd, variables: odd }, { requiredKeys: [] }),
  fc.record({ prompt: name, environment: name, key: name, variables: fc.dictionary(name, fc.jsonValue()) }),
  fc.record({ prompt: name, environment: name, other: odd }),
);

property.prop([bodies], { numRuns: 1_000 })(
  'the guard by hand agrees with the published schema on every body',
  (body) => {
    const value: unknown = body === undefined ? null : JSON.parse(JSON.stringify(body) ?? 'null');
    expect(checkResolveBody(value).wrong === null).toBe(resolveBody.safeParse(value).success);
  },
);
