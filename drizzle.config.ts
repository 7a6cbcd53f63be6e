import { defineConfig } from 'drizzle-kit';

/** `event`, its partitions and the rollups are hand-written SQL (db/migrations/*_telemetry.sql): drizzle-kit knows no partitions. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './db/schema/*.ts',
  out: './db/migrations',
  casing: 'snake_case',
});
