import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  // The tables of telemetry are written by hand (db/migrations/0002_telemetry.sql): drizzle-kit knows no partitions and
  // would make plain tables of them. db/schema.db.test.ts compares their declarations with the database instead.
  schema: './db/schema/!(telemetry).ts',
  out: './db/migrations',
  casing: 'snake_case',
});
