import type { Message } from '#server/prompts/domain/content.ts';
import type { Restriction } from './restriction.ts';

/** One variant as an application gets it: prompt version, model and settings. */
export type ServedVariant = {
  version: number;
  /** Digest of the prompt version. */
  digest: string;
  /** Text prompts; null for chat. */
  template: string | null;
  /** Chat prompts; null for text. */
  messages: Message[] | null;
  provider: string | null;
  model: string | null;
  /** Model settings, without the model. */
  config: Record<string, unknown>;
  /** SHA-256 of version digest, provider, model and settings. */
  variantDigest: string;
};

/** One side of a rollout. Without a rollout there is `stable` alone, and no bucket is computed. */
export type ServingArm = { arm: 'stable'; variant: ServedVariant };

/** What serves a prompt in an environment. Never changes: another deployment, or another date, is another entry. */
export type ServingEntry = {
  deploymentId: string;
  prompt: string;
  environment: string;
  arms: readonly [ServingArm, ...ServingArm[]];
  /** Days of the model, UTC; left out where none is known, and in files of earlier versions. */
  lifecycle?: { deprecation: string | null; sunset: string | null };
};

/** Everything that serves in a project, at one revision. Revisions only grow. */
export type ProjectServing = {
  projectId: number;
  revision: number;
  /** What is held back, oldest first; left out in files of earlier versions. */
  restrictions?: readonly Restriction[];
  entries: ServingEntry[];
};
