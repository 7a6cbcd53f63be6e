import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  typedRoutes: true,
  // `npm test` checks types, of everything. A start is not the place: edge and worker start without, too.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // No optimizer: it is attack surface, and we serve no photographs.
  images: { unoptimized: true },
  // Native add-ons, workers and drivers that must not be bundled.
  serverExternalPackages: ['postgres', '@node-rs/argon2', 'pino', 'graphile-worker'],
};

export default config;
