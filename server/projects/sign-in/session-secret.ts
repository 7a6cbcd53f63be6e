import { readConfig } from '#server/platform/config.ts';
import { readSecret } from '#server/platform/secrets.ts';

let secret: string | null = null;

/** What session cookies are sealed with: made once for the installation, kept in its data folder. */
export function sessionSecret(): string {
  secret ??= readSecret(readConfig().dataDir, 'session.key');
  return secret;
}
