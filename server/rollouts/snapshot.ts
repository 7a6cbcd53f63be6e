import { bodyOf } from '#server/prompts/domain/content.ts';
import { type CutBody, cutBody } from '#server/prompts/domain/render.ts';
import { type ResponseParts, responseJson, responseParts } from './domain/resolve-response.ts';
import { indexRestrictions, type Restriction, type RestrictionIndex } from './domain/restriction.ts';
import type { ProjectServing, ServingEntry } from './domain/serving-entry.ts';

/** An entry with its response prepared. */
export type Served = {
  entry: ServingEntry;
  parts: ResponseParts;
  /** The whole response without variables, for the revision it was made at. */
  bytes: Buffer | null;
  bytesRevision: number;
  /** Its body with the placeholders found; null until a request sends variables. */
  cut: CutBody | null;
};

type ProjectSnapshot = {
  revision: number;
  restrictions: readonly Restriction[];
  held: RestrictionIndex;
  served: ReadonlyMap<string, Served>;
};

/** What serves at a place, with the project's revision and what of it is held back. */
export type Found = { served: Served; revision: number; held: RestrictionIndex };

/** What resolve reads: prompt × environment of every project, in memory. */
export type Snapshot = {
  /** The entry and the project's revision; null where nothing is deployed. No I/O. */
  lookup(projectId: number, prompt: string, environment: string): Found | null;
  /** Whether this project was ever seen. */
  knows(projectId: number): boolean;
  /** Revision by project id. */
  revisions(): ReadonlyMap<number, number>;
  /** Entries that can be kept when a project is read again, by deployment id. */
  known(projectId: number): ReadonlyMap<string, ServingEntry>;
  /** Everything, for the file. */
  all(): ProjectServing[];
  /** Puts a project in place as a whole. Without `force`, only where its revision grew. Returns whether it did. */
  swap(project: ProjectServing, force?: boolean): boolean;
  /** Discards every project that is not among `projectIds`. */
  keepOnly(projectIds: ReadonlySet<number>): void;
};

const SEPARATOR = '\u001f';
const placeOf = (prompt: string, environment: string): string => prompt + SEPARATOR + environment;

/** An empty snapshot. */
export function makeSnapshot(): Snapshot {
  const projects = new Map<number, ProjectSnapshot>();

  const entriesOf = (projectId: number): ServingEntry[] =>
    [...(projects.get(projectId)?.served.values() ?? [])].map((served) => served.entry);

  return {
    lookup(projectId, prompt, environment) {
      const project = projects.get(projectId);
      const served = project?.served.get(placeOf(prompt, environment));
      return project && served ? { served, revision: project.revision, held: project.held } : null;
    },
    knows: (projectId) => projects.has(projectId),
    revisions: () => new Map([...projects].map(([id, project]) => [id, project.revision])),
    known: (projectId) => new Map(entriesOf(projectId).map((entry) => [entry.deploymentId, entry])),
    all: () =>
      [...projects].map(([projectId, { revision, restrictions }]) => ({
        ...{ projectId, revision, restrictions, entries: entriesOf(projectId) },
      })),
    swap({ projectId, revision, restrictions = [], entries }, force = false) {
      const before = projects.get(projectId);
      if (before && !force && revision <= before.revision) return false;
      const served = new Map<string, Served>();
      for (const entry of entries) {
        const place = placeOf(entry.prompt, entry.environment);
        const old = before?.served.get(place);
        served.set(
          place,
          old?.entry === entry ? old : { entry, parts: responseParts(entry), bytes: null, bytesRevision: 0, cut: null },
        );
      }
      projects.set(projectId, { revision, restrictions, held: indexRestrictions(restrictions), served });
      return true;
    },
    keepOnly(projectIds) {
      for (const id of projects.keys()) if (!projectIds.has(id)) projects.delete(id);
    },
  };
}

/** The response without variables while the snapshot is fresh, serialised once a revision. */
export function readyBytes(served: Served, revision: number): Buffer {
  if (served.bytes === null || served.bytesRevision !== revision) {
    served.bytes = Buffer.from(responseJson(served.parts, { revision, stale: false }, null));
    served.bytesRevision = revision;
  }
  return served.bytes;
}

/** The body that serves, cut at its placeholders once. */
export function servedBody(served: Served): CutBody {
  served.cut ??= cutBody(bodyOf(served.entry.arms[0].variant));
  return served.cut;
}
