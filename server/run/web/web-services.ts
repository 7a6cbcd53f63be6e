import { readConfig } from '#server/platform/config.ts';
import { type OpenServices, openServices } from '#server/run/services.ts';

declare global {
  // One for each web process: Next may load this module more than once (dev reload, several bundles).
  var switchyardWebServices: OpenServices | undefined;
  /** For `proxy.ts`, which is bundled by itself and must contain no database driver. Set when the process starts. */
  var switchyardReachable: (() => Promise<boolean>) | undefined;
}

/** The web process's services, opened on first use. */
export function webServices(): OpenServices {
  globalThis.switchyardWebServices ??= openServices(readConfig(), 'web');
  return globalThis.switchyardWebServices;
}

/** Lets `proxy.ts` check whether the database is reachable. */
export function publishReachable(): void {
  globalThis.switchyardReachable = () => webServices().reachable();
}
