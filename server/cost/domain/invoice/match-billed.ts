import { announcersOf, coreOf, plainOf, undated } from '#server/models/deprecations/domain/deployed-name.ts';
import { UNKNOWN_PROVIDER } from '#server/telemetry/event/domain/model-name.ts';

/** The model of the ledger that a name of an invoice means: one, none, or several that it may be. */
export type BilledMatch =
  | { kind: 'one'; model: string }
  | { kind: 'none' }
  | { kind: 'several'; models: readonly string[] };

type Known = { model: string; provider: string; id: string; plain: string };

/** How providers name themselves in FOCUS files, as people name them for models. */
const NAMED: Readonly<Record<string, string>> = {
  microsoft: 'azure',
  'microsoft azure': 'azure',
  'amazon web services': 'bedrock',
  aws: 'bedrock',
  'google cloud': 'vertex',
  'mistral ai': 'mistral',
  'x ai': 'xai',
};

/** Whether models of `provider` are billed by who an invoice names; '' on it may be any. */
export function isBilledBy(billed: string, provider: string): boolean {
  const name = NAMED[billed] ?? billed;
  const own = provider.toLowerCase();
  if (name === '' || name === own) return true;
  const channels = announcersOf(name);
  return announcersOf(own).some((each) => channels.includes(each));
}

/**
 * Makes the match of an invoice's model names over the models that the ledger knows (`provider/id`): by exact id, then in
 * another case or as a cloud writes it, then as the alias of a dated id or the other way round. Two different dates are
 * never one model, and a name that may be several is not guessed. A model whose provider nobody knows comes last.
 */
export function makeBilledMatcher(models: readonly string[]): (billed: string, name: string) => BilledMatch {
  const known = models.map((model): Known => {
    const at = model.indexOf('/');
    const id = model.slice(at + 1);
    return { model, provider: model.slice(0, Math.max(0, at)), id, plain: plainOf(coreOf(id)) };
  });
  return (billed, name) => {
    const plain = plainOf(coreOf(name));
    const pools = [
      known.filter(({ provider }) => isBilledBy(billed, provider)),
      known.filter(({ provider }) => provider === UNKNOWN_PROVIDER),
    ];
    const ways: ((one: Known) => boolean)[] = [
      ({ model, id }) => id === name || model === name,
      (one) => one.plain === plain,
      (one) => one.plain === undated(plain) || undated(one.plain) === plain,
    ];
    for (const [pool, way] of pools.flatMap((pool) => ways.map((way) => [pool, way] as const))) {
      const found = pool.filter(way).map(({ model }) => model);
      const [model, ...others] = found;
      if (model === undefined) continue;
      return others.length === 0 ? { kind: 'one', model } : { kind: 'several', models: found };
    }
    return { kind: 'none' };
  };
}
