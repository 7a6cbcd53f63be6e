import { readConfig } from '#server/platform/config.ts';
import { type OpenServices, openServices } from '#server/run/services.ts';

declare global {
  // One per web process: Next may load this module more than once (dev reload, several bundles).
  var switchyardWebServices: OpenServices | undefined;
  /** For the proxy, which is bundled by itself and must hold no driver. Set when the process begins. */
  var switchyardReachable: (() => Promise<boolean>) | undefined;
}

/** The web process's services, opened on first use. */
export function webServices(): OpenServices {
  globalThis.switchyardWebServices ??= openServices(readConfig(), 'web');
  return globalThis.switchyardWebServices;
}

/** Lets the proxy ask whether the database answers. */
export function publishReachable(): void {
  globalThis.switchyardReachable = () => webServices().reachable();
}
