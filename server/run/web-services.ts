import { readConfig } from '#server/platform/config.ts';
import { type OpenServices, openServices } from './services.ts';

declare global {
  // One per web process: Next may load this module more than once (dev reload, several bundles).
  var switchyardWebServices: OpenServices | undefined;
}

/** The web process's services, opened on first use. */
export function webServices(): OpenServices {
  globalThis.switchyardWebServices ??= openServices(readConfig(), 'web');
  return globalThis.switchyardWebServices;
}
