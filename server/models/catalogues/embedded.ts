import { waitForUpdate } from '@pydantic/genai-prices';
import type { CatalogueModel } from './domain/catalogue.ts';
import { isMatch, modelKey, providerKey } from './domain/match-model.ts';
import { type GenaiModel, readGenaiPrices } from './domain/read-genai-prices.ts';

/** The day on which the installed version of the package was published; package.json has the version. */
export const EMBEDDED_ON = '2026-09-23';

type Embedded = {
  models: number;
  /** The model that an id is, by its provider: the same id, else the first whose rule of the package matches. */
  find(provider: string, modelId: string): CatalogueModel | null;
};

let loaded: Promise<Embedded> | null = null;

/**
 * The catalogue that comes with Switchyard. The package exports its data only as the result of an update; without one,
 * which would need the network, that is the data it comes with.
 */
export function readEmbedded(): Promise<Embedded> {
  loaded ??= waitForUpdate().then((providers) => {
    const ofProvider = new Map((providers ?? []).map(({ id, models }) => [providerKey(id), { id, models }]));
    const byId = new Map(
      [...ofProvider.values()].flatMap(({ id, models }) =>
        models.map((model) => [modelKey(id, model.id), { id, model }] as const),
      ),
    );
    const known = new Map<string, CatalogueModel>();
    return {
      models: byId.size,
      find(provider, modelId) {
        const exact = byId.get(modelKey(provider, modelId));
        const of = ofProvider.get(providerKey(provider));
        const model = exact?.model ?? of?.models.find(({ match }) => isMatch(match, modelId));
        const id = exact?.id ?? of?.id;
        if (model === undefined || id === undefined) return null;
        const key = `${id}/${model.id}`;
        const read = known.get(key) ?? readGenaiPrices(id, model as GenaiModel);
        known.set(key, read);
        return read;
      },
    };
  });
  return loaded;
}
