import { sha256Hex } from '#server/platform/ids.ts';
import { canonicalVersion } from '#server/prompts/domain/canonical.ts';
import type { VersionContent } from '#server/prompts/domain/content.ts';

/** SHA-256 (64 hex characters) of a version's canonical form: what it is known by. See `docs/digest.md`. */
export const digestVersion = (content: VersionContent): string => sha256Hex(canonicalVersion(content));
