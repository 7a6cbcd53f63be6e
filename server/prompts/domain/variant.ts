import { canonicalJson } from './canonical.ts';

/** A model as a variant names it. `provider` is null where only a bare id was given; `model` where none was. */
export type ModelRef = { provider: string | null; model: string | null };

/** How a variant came to serve: deployed directly, promoted, restored, or imported from before this installation. */
export const DEPLOYMENT_KINDS = ['direct', 'promotion', 'rollback', 'imported'] as const;
export type DeploymentKind = (typeof DEPLOYMENT_KINDS)[number];

/** What a request is sent with beside the prompt version: model and settings. */
export type VariantParts = ModelRef & { settings: Record<string, unknown> };

/** Reads `provider/id`, split at the first `/`; `provider` is null for a bare id. */
export function parseModelRef(text: string): { provider: string | null; model: string } {
  const slash = text.indexOf('/');
  if (slash <= 0 || slash === text.length - 1) return { provider: null, model: text };
  return { provider: text.slice(0, slash), model: text.slice(slash + 1) };
}

/** A model as people write it: `provider/id`, or the bare id; null where none is named. */
export const modelText = ({ provider, model }: ModelRef): string | null =>
  model === null ? null : provider === null ? model : `${provider}/${model}`;

/** The variant of a version's config: `model` replaces the config's own; every other setting is kept. */
export function variantOf(config: Readonly<Record<string, unknown>>, model?: string): VariantParts {
  const { model: own, ...settings } = config;
  const named = model ?? (typeof own === 'string' && own !== '' ? own : undefined);
  return { ...(named === undefined ? { provider: null, model: null } : parseModelRef(named)), settings };
}

/** The text whose SHA-256 is a variant's digest, to which approvals and eval runs refer. */
export const canonicalVariant = (versionDigest: string, { provider, model, settings }: VariantParts): string =>
  canonicalJson({ version_digest: versionDigest, provider, model, settings });
