import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** State in the address of the lineage page: around which model, which node is open, whether it is walked from. */
export const lineageParsers = {
  /** `provider/id`; empty: the whole project. */
  model: parseAsString.withDefault(''),
  node: parseAsString.withDefault(''),
  walk: parseAsBoolean.withDefault(false),
  form: parseAsStringLiteral(['graph', 'table']).withDefault('graph'),
};

export const readLineageState = createLoader(lineageParsers);

/** The input of the page's read, the same on the server and in the browser. */
export function lineageInput(project: string, model: string) {
  const slash = model.indexOf('/');
  if (slash <= 0) return { project };
  return { project, model: { provider: model.slice(0, slash), modelId: model.slice(slash + 1) } };
}
