/** A golden set of a gate check that shares items with what a model of the project was trained on, as known then. */
export type SharedWithTraining = {
  dataset: string;
  datasetVersion: number;
  /** Its items, and how many of them are shared. */
  items: number;
  shared: number;
  training: string;
  /** As the models name it; null where they name none. */
  trainingVersion: string | null;
  /** The models that were trained on it, as `provider/model_id`. */
  models: readonly string[];
  /** Why it measures nevertheless, who said so and when (RFC 3339); null where nobody has. */
  reason: { text: string; by: string; at: string } | null;
};
