import type { CatalogueModel, FileSource } from './catalogue.ts';
import { isLiteLlm, readLiteLlm } from './read-litellm.ts';
import { isModelsDev, readModelsDev } from './read-models-dev.ts';
import { isOpenRouter, readOpenRouter } from './read-openrouter.ts';

const DETECTED: Readonly<Record<FileSource, (body: unknown) => boolean>> = {
  litellm: isLiteLlm,
  openrouter: isOpenRouter,
  models_dev: isModelsDev,
};

/** Whether a body has the form of a catalogue. */
export const isFormat = (source: FileSource, body: unknown): boolean => DETECTED[source](body);

/** The models of a file. What is no model is passed over. */
export function readFormat(source: FileSource, body: unknown): CatalogueModel[] {
  if (source === 'litellm' && isLiteLlm(body)) {
    return Object.entries(body).flatMap(([key, entry]) => readLiteLlm(key, entry) ?? []);
  }
  if (source === 'openrouter' && isOpenRouter(body)) return body.data.flatMap((entry) => readOpenRouter(entry) ?? []);
  if (source === 'models_dev' && isModelsDev(body)) {
    return Object.entries(body).flatMap(([provider, entry]) => readModelsDev(provider, entry));
  }
  return [];
}
