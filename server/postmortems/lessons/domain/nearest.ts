/** How an incident and a promotion are related, the closest first. */
export const RELATIONS = ['prompt', 'model', 'category'] as const;
export type Relation = (typeof RELATIONS)[number];

/** What a promotion touches: its prompt, the models of both sides, and the categories of its golden sets. */
export type Touched = { prompt: string; models: readonly string[]; categories: readonly string[] };

/** What of an ended incident is compared with it. `endedAt` in ms. */
export type Ended = {
  prompt: string | null;
  model: string | null;
  /** Of the cases that it added to golden sets. */
  categories: readonly string[];
  /** Whether its post-mortem was ever published. */
  isReviewed: boolean;
  endedAt: number;
};

/** The closest relation, or null where there is none. */
export function relationOf(incident: Ended, touched: Touched): Relation | null {
  if (incident.prompt === touched.prompt) return 'prompt';
  if (incident.model !== null && touched.models.some((model) => sameModel(model, incident.model))) return 'model';
  return incident.categories.some((name) => touched.categories.includes(name)) ? 'category' : null;
}

/** A promotion names `provider/id`; an incident may name the bare id that its events had. */
const sameModel = (full: string, named: string | null): boolean =>
  named !== null && (full === named || full.endsWith(`/${named}`));

/** The related incidents, nearest first: by relation, then those whose post-mortem is published, then the newest. */
export function nearest<T extends Ended>(incidents: readonly T[], touched: Touched): (T & { relation: Relation })[] {
  return incidents
    .flatMap((incident) => {
      const relation = relationOf(incident, touched);
      return relation === null ? [] : [{ ...incident, relation }];
    })
    .toSorted(
      (a, b) =>
        RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation) ||
        Number(b.isReviewed) - Number(a.isReviewed) ||
        b.endedAt - a.endedAt,
    );
}
