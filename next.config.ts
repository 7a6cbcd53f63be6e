import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  typedRoutes: true,
  // `npm test` checks the types of all files. A start does not: edge and worker start without a check, too.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // No image optimizer: it would add attack surface, and we serve no photographs.
  images: { unoptimized: true },
  // Native add-ons, workers and drivers that must not be bundled.
  serverExternalPackages: ['postgres', '@node-rs/argon2', 'pino', 'graphile-worker'],
};

export default config;
