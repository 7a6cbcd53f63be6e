import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  // The tables of telemetry and cost are written by hand (db/migrations/0002_telemetry.sql): drizzle-kit knows neither
  // partitions nor collations. db/schema.db.test.ts compares their declarations with the database instead.
  schema: './db/schema/!(telemetry|cost).ts',
  out: './db/migrations',
  casing: 'snake_case',
});
