import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.string().min(1, 'DATABASE_URL is not set. `npm start` sets it; otherwise name a Postgres ≥ 15.'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  EDGE_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().optional(),
  PUBLIC_URL: z.url().optional(),
  EDGE_PUBLIC_URL: z.url().optional(),
  /** Folder of what does not belong in Postgres: the audit key, the sign-in secret, the resolve snapshot. */
  SWITCHYARD_DATA: z.string().default('.switchyard'),
});

export type Config = {
  databaseUrl: string;
  webPort: number;
  edgePort: number;
  /** Null = listen on 0.0.0.0 and ::. */
  host: string | null;
  publicUrl: string;
  edgeUrl: string;
  dataDir: string;
};

/** Reads the environment once at start. Throws one readable sentence a wrong variable. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) throw new Error(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'));
  const e = parsed.data;
  return {
    databaseUrl: e.DATABASE_URL,
    webPort: e.PORT,
    edgePort: e.EDGE_PORT,
    host: e.HOST ?? null,
    publicUrl: (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, ''),
    edgeUrl: (e.EDGE_PUBLIC_URL ?? `http://localhost:${e.EDGE_PORT}`).replace(/\/$/, ''),
    dataDir: e.SWITCHYARD_DATA,
  };
}
