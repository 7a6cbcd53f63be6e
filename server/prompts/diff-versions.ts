import type { ReadCtx } from '#server/platform/context.ts';
import { makeTurns } from '#server/platform/jobs/take-turns.ts';
import { bodyOf, type VersionContent } from './domain/content.ts';
import { diffVersions, type VersionDiff } from './domain/diff.ts';
import { findPrompt, type PromptRow } from './find-prompt.ts';
import { findVersion, type VersionRow } from './find-version.ts';

/** Reading two long versions takes up to 10 ms, and so does comparing them; requests do it one after the other. */
export const takeDiffTurn = makeTurns();

/** The content of a stored version. */
export const contentOf = (prompt: Pick<PromptRow, 'type'>, row: VersionRow): VersionContent => ({
  type: prompt.type,
  body: bodyOf(row),
  config: row.config,
  responseFormat: row.responseFormat,
});

export type NamedDiff = VersionDiff & {
  from: { version: number; digest: string };
  to: { version: number; digest: string };
};

/** What changed from version `a` to version `b` of a prompt. 404 for an unknown prompt or version. */
export async function readDiff(
  ctx: ReadCtx,
  { name, a, b }: { name: string; a: number; b: number },
): Promise<NamedDiff> {
  const prompt = await findPrompt(ctx, name);
  return takeDiffTurn(async () => {
    const [from, to] = await Promise.all([findVersion(ctx, prompt.id, a), findVersion(ctx, prompt.id, b)]);
    return {
      from: { version: from.number, digest: from.digest },
      to: { version: to.number, digest: to.digest },
      ...diffVersions(contentOf(prompt, from), contentOf(prompt, to)),
    };
  });
}
