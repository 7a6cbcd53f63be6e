import type { Ctx } from '#server/platform/context.ts';
import { contentOf, takeDiffTurn } from './diff-versions.ts';
import { diffVersions, type VersionDiff } from './domain/diff.ts';
import { modelText, variantOf } from './domain/variant.ts';
import { findPrompt } from './find-prompt.ts';
import { findVersion, type VersionRow } from './find-version.ts';
import { type HistoryRow, readDeployments } from './read-deployments.ts';
import { readServingOf, type ServingRow } from './read-serving.ts';
import { readVersions } from './read-versions.ts';

type PageQuery = { limit: number; cursor?: string };

/** A version as pages show it. */
export type VersionView = Omit<VersionRow, 'id' | 'projectId' | 'promptId'> & {
  /** The model that the version names, `provider/id`. */
  model: string | null;
  /** Environments where it serves now. */
  servesIn: string[];
};

function viewOf(
  { id: _, projectId: __, promptId: ___, ...row }: VersionRow,
  serving: readonly ServingRow[],
): VersionView {
  return {
    ...row,
    model: modelText(variantOf(row.config)),
    servesIn: serving.filter((lane) => lane.version === row.number).map((lane) => lane.environment),
  };
}

/** The timeline: a page of versions, newest first, each with the environments where it serves. */
export async function readVersionTimeline(
  ctx: Ctx,
  name: string,
  page: PageQuery,
): Promise<{ data: VersionView[]; nextCursor: string | null }> {
  const prompt = await findPrompt(ctx, name);
  const [versions, serving] = await Promise.all([readVersions(ctx, prompt.id, page), readServingOf(ctx, [prompt.id])]);
  return { data: versions.data.map((row) => viewOf(row, serving)), nextCursor: versions.next_cursor };
}

/** One version. 404 where there is none. */
export async function readVersionView(ctx: Ctx, name: string, number: number): Promise<VersionView> {
  const prompt = await findPrompt(ctx, name);
  const [row, serving] = await Promise.all([findVersion(ctx, prompt.id, number), readServingOf(ctx, [prompt.id])]);
  return viewOf(row, serving);
}

/** Two versions and what changed between them. */
export async function readDiffView(
  ctx: Ctx,
  { name, a, b }: { name: string; a: number; b: number },
): Promise<VersionDiff & { from: VersionView; to: VersionView }> {
  const prompt = await findPrompt(ctx, name);
  const [from, to, serving] = await Promise.all([
    findVersion(ctx, prompt.id, a),
    findVersion(ctx, prompt.id, b),
    readServingOf(ctx, [prompt.id]),
  ]);
  return {
    ...(await takeDiffTurn(() => diffVersions(contentOf(prompt, from), contentOf(prompt, to)))),
    from: viewOf(from, serving),
    to: viewOf(to, serving),
  };
}

/** The history: a page of deployments, newest first, each with whether it serves now. */
export async function readHistory(
  ctx: Ctx,
  name: string,
  filter: PageQuery & { environment?: string },
): Promise<{ data: (HistoryRow & { serves: boolean })[]; nextCursor: string | null }> {
  const prompt = await findPrompt(ctx, name);
  const [page, serving] = await Promise.all([readDeployments(ctx, prompt.id, filter), readServingOf(ctx, [prompt.id])]);
  const now = new Set(serving.map((lane) => lane.deploymentId));
  return { data: page.data.map((row) => ({ ...row, serves: now.has(row.id) })), nextCursor: page.next_cursor };
}
