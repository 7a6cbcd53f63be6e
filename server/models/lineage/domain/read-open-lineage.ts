import { BASE_RELATIONS, type BaseRelation } from './walk.ts';

type Facets = Record<string, Record<string, unknown>>;
type DatasetIn = { namespace: string; name: string; facets?: Facets };
export type EventIn = {
  eventType?: string;
  run: { facets?: Facets };
  inputs: readonly DatasetIn[];
  outputs: readonly DatasetIn[];
};

/** What an event says of a model, as an entry of the registry has it; to be checked against its schema. */
export type MadeModel = {
  provider: string;
  model_id: string;
  base_model?: string[];
  base_model_relation?: BaseRelation | null;
  training?: Record<string, unknown>;
};

/** Runs that have ended well, or say something beside; what still runs or failed has made nothing. */
const TOLD = new Set(['COMPLETE', 'OTHER', undefined]);

const isModel = ({ facets }: DatasetIn): boolean => facets?.datasetType?.datasetType === 'MODEL';
const nameOf = ({ namespace, name }: DatasetIn): string => `${namespace}/${name}`;

/**
 * The models that an event's run made: each output whose `datasetType` is MODEL, from the inputs of its `lineage` facet,
 * else from all inputs of the event. Inputs that are models are its bases, the first other one its training dataset. An
 * event of a run that has not ended, or without such an output, makes none.
 */
export function modelsOfEvent({ eventType, run, inputs, outputs }: EventIn): MadeModel[] {
  if (!TOLD.has(eventType)) return [];
  const { config, metrics } = run.facets?.switchyard_training ?? {};
  const tests = testsIn(run.facets?.test?.tests);
  return outputs.filter(isModel).map((output): MadeModel => {
    const told = edgesOf(output);
    const own = told === null ? inputs : inputs.filter((input) => told.has(nameOf(input)));
    const bases = own.filter(isModel).map(nameOf);
    const relation = bases.map((base) => told?.get(base) ?? null).find((each) => each !== null) ?? null;
    const data = own.find((input) => !isModel(input));
    const version = data?.facets?.version?.datasetVersion;
    const training = {
      ...(data ? { dataset: data.name } : {}),
      ...(version === undefined ? {} : { dataset_version: numbered(version) }),
      ...(config === undefined ? {} : { config }),
      ...(metrics === undefined ? {} : { metrics }),
      ...(tests === undefined ? {} : { tests }),
    };
    return {
      provider: output.namespace,
      model_id: output.name,
      ...(bases.length > 0 ? { base_model: bases, base_model_relation: saidRelation(bases, relation) } : {}),
      ...(Object.keys(training).length > 0 ? { training } : {}),
    };
  });
}

/** What is kept of a test; the rest of the facet's fields describe how it was made. */
const TEST_FIELDS = ['name', 'status', 'severity', 'expected', 'actual'];

/** The tests of a `test` facet, to be checked against their schema; undefined where there are none. */
const testsIn = (tests: unknown): unknown[] | undefined =>
  Array.isArray(tests) && tests.length > 0
    ? tests.map((test: unknown) =>
        typeof test === 'object' && test !== null
          ? Object.fromEntries(
              Object.entries(test).filter(([field, value]) => TEST_FIELDS.includes(field) && value !== null),
            )
          : test,
      )
    : undefined;

/** Null for the relation that so many bases have anyway. */
const saidRelation = (bases: readonly string[], relation: BaseRelation | null): BaseRelation | null =>
  relation === (bases.length > 1 ? 'merge' : 'finetune') ? null : relation;

/** A version that is a number, as a number: versions are text in OpenLineage. */
const numbered = (version: unknown): unknown =>
  typeof version === 'string' && /^\d{1,9}$/.test(version) ? Number(version) : version;

/** The inputs of a `lineage` facet by name, with their relation where it is one of ours; null without such a facet. */
function edgesOf({ facets }: DatasetIn): Map<string, BaseRelation | null> | null {
  const inputs = facets?.lineage?.inputs;
  if (!Array.isArray(inputs)) return null;
  return new Map(inputs.filter(isEdge).map((edge) => [`${edge.namespace}/${edge.name}`, relationIn(edge)]));
}

type EdgeIn = { namespace: string; name: string; transformations?: unknown };

const isEdge = (value: unknown): value is EdgeIn =>
  typeof value === 'object' &&
  value !== null &&
  'namespace' in value &&
  'name' in value &&
  typeof value.namespace === 'string' &&
  typeof value.name === 'string';

function relationIn({ transformations }: EdgeIn): BaseRelation | null {
  const subtypes = (Array.isArray(transformations) ? transformations : []).map((each: unknown) =>
    typeof each === 'object' && each !== null && 'subtype' in each ? String(each.subtype).toLowerCase() : '',
  );
  return BASE_RELATIONS.find((relation) => subtypes.includes(relation)) ?? null;
}
