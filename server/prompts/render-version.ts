import type { ReadCtx } from '#server/platform/context.ts';
import { Fault, invalid } from '#server/platform/faults.ts';
import { bodyOf, type Message } from './domain/content.ts';
import { type Rendered, render } from './domain/render.ts';
import { findPrompt } from './find-prompt.ts';
import { findVersion } from './find-version.ts';

/** The fault of a body that could not be rendered: 422 that names each missing variable. */
export function renderFault(failed: Extract<Rendered, { ok: false }>): Fault {
  if (failed.code === 'rendered_too_large') {
    return invalid(
      '/variables',
      'rendered_too_large',
      'The rendered text would be larger than 1 MB. Send shorter values.',
    );
  }
  const errors = failed.missing.map((name) => ({
    path: `/variables/${name}`,
    code: 'missing_variable',
    message: `The variable ${name} has no value: send it in variables.`,
  }));
  return new Fault('missing_variable', {
    status: 422,
    public: errors[0]?.message ?? 'A variable has no value.',
    errors,
  });
}

/** Version `number` with its variables filled in. 404 unknown; 422 `missing_variable`. Calls no model. */
export async function renderVersion(
  ctx: ReadCtx,
  { name, number, variables }: { name: string; number: number; variables: Record<string, unknown> },
): Promise<{ text: string } | { messages: Message[] }> {
  const prompt = await findPrompt(ctx, name);
  const rendered = render(bodyOf(await findVersion(ctx, prompt.id, number)), variables);
  if (!rendered.ok) throw renderFault(rendered);
  return rendered.body;
}
