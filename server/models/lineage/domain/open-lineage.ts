import { basesOf, findIn, relationOf } from '#server/models/domain/lineage.ts';
import { type LineageModel, type LineagePlace, type LineageTest, type Training, versionText } from './graph.ts';

const PRODUCER = 'urn:switchyard:lineage:1';
const SPEC = 'https://openlineage.io/spec';
/** The namespace of training datasets, jobs and prompts of ours; a model's is its provider. */
export const OWN_NAMESPACE = 'switchyard';

type Facet = { _producer: string; _schemaURL: string } & Record<string, unknown>;
export type DatasetOut = { namespace: string; name: string; facets: Record<string, Facet> };
export type EventOut = {
  eventType: 'COMPLETE' | 'OTHER';
  eventTime: string;
  producer: string;
  schemaURL: string;
  run: { runId: string; facets: Record<string, Facet> };
  job: { namespace: string; name: string };
  inputs: DatasetOut[];
  outputs: DatasetOut[];
};

const facet = (name: string, more: Record<string, unknown>): Facet => ({
  _producer: PRODUCER,
  _schemaURL: `${SPEC}/facets/1-0-0/${name}.json#/$defs/${name}`,
  ...more,
});

const versionFacet = (version: string | null): Record<string, Facet> =>
  version === null ? {} : { version: facet('DatasetVersionDatasetFacet', { datasetVersion: version }) };

const modelDataset = ({ provider, modelId }: { provider: string; modelId: string }): DatasetOut => ({
  namespace: provider,
  name: modelId,
  facets: { datasetType: facet('DatasetTypeDatasetFacet', { datasetType: 'MODEL' }) },
});

const trainingDataset = (dataset: string, version: string | null): DatasetOut => ({
  namespace: OWN_NAMESPACE,
  name: dataset,
  facets: { datasetType: facet('DatasetTypeDatasetFacet', { datasetType: 'FILE' }), ...versionFacet(version) },
});

/** Tests in OpenLineage's own run facet; none without a test. */
const testFacet = (tests: readonly LineageTest[] = []): Record<string, Facet> =>
  tests.length === 0
    ? {}
    : {
        test: { _producer: PRODUCER, _schemaURL: `${SPEC}/facets/1-0-1/TestRunFacet.json#/$defs/TestRunFacet`, tests },
      };

/** The config and metrics of a training in a run facet of our own, and its tests. */
const trainingFacets = ({ config, metrics, tests }: Training): Record<string, Facet> => ({
  ...(config === undefined && metrics === undefined
    ? {}
    : { switchyard_training: { _producer: PRODUCER, _schemaURL: `${PRODUCER}#training`, config, metrics } }),
  ...testFacet(tests),
});

type Row = LineageModel & { id: string; updatedAt: Date };

/**
 * A lineage as OpenLineage run events: of each model, the run that made it, from its bases and training dataset, with
 * the edges and their Hugging Face relation in the `lineage` facet; then of each place that serves, what it serves, with
 * the tests that let it serve (`testsOf`). Bases come before what was made of them where the order of the models allows it.
 */
export function toOpenLineage(
  models: readonly Row[],
  places: readonly LineagePlace[],
  testsOf: (place: LineagePlace) => LineageTest[],
): EventOut[] {
  const finder = findIn(models);
  const inLineage = new Set<Row>();
  for (const row of models) {
    if (row.baseModel === null && row.training === null) continue;
    inLineage.add(row);
    for (const base of basesOf(row).flatMap((text) => finder.find(text) ?? [])) inLineage.add(base);
  }
  const made = models.filter((row) => inLineage.has(row)).map((row) => madeBy(row, finder.find));
  const known = new Set([...inLineage].map(({ provider, modelId }) => `${provider}/${modelId}`));
  const served = places
    .filter(({ model }) => known.has(`${model.provider}/${model.modelId}`))
    .map((place) => servedBy(place, testsOf(place)));
  return [...made, ...served];
}

function madeBy(row: Row, find: (text: string) => Row | null): EventOut {
  const relation = relationOf(row);
  const bases = basesOf(row).flatMap((text) => find(text) ?? []);
  const { dataset } = row.training ?? {};
  const trained =
    dataset === undefined || row.training === null ? [] : [trainingDataset(dataset, versionText(row.training))];
  const edge = ({ namespace, name }: DatasetOut, subtype: string) => ({
    namespace,
    name,
    type: 'DATASET',
    transformations: [{ type: 'DIRECT', subtype }],
  });
  const out = modelDataset(row);
  const from = bases.map(modelDataset);
  const inputs = [
    ...from.map((base) => edge(base, (relation ?? 'finetune').toUpperCase())),
    ...trained.map((each) => edge(each, 'TRAINED_ON')),
  ];
  return {
    eventType: inputs.length > 0 ? 'COMPLETE' : 'OTHER',
    eventTime: row.updatedAt.toISOString(),
    producer: PRODUCER,
    schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
    run: { runId: row.id, facets: trainingFacets(row.training ?? {}) },
    job: { namespace: OWN_NAMESPACE, name: `make ${row.provider}/${row.modelId}` },
    inputs: [...from, ...trained],
    outputs: [{ ...out, facets: { ...out.facets, lineage: facet('LineageDatasetFacet', { inputs }) } }],
  };
}

const servedBy = (
  { model, prompt, version, environment, since, deploymentId }: LineagePlace,
  tests: readonly LineageTest[],
): EventOut => ({
  eventType: 'OTHER',
  eventTime: since.toISOString(),
  producer: PRODUCER,
  schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
  run: { runId: deploymentId, facets: testFacet(tests) },
  job: { namespace: OWN_NAMESPACE, name: `serve ${prompt} in ${environment}` },
  inputs: [modelDataset(model)],
  outputs: [
    {
      namespace: OWN_NAMESPACE,
      name: prompt,
      facets: {
        datasetType: facet('DatasetTypeDatasetFacet', { datasetType: 'JOB_OUTPUT', subType: 'PROMPT' }),
        ...versionFacet(String(version)),
      },
    },
  ],
});
