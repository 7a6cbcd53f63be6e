import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { type AllowedRange, readAllowed } from './egress/address-rules.ts';

const schema = z.object({
  DATABASE_URL: z.string().min(1, 'DATABASE_URL is not set. `npm start` sets it; otherwise name a Postgres ≥ 15.'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  EDGE_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().optional(),
  PUBLIC_URL: z.url().optional(),
  EDGE_PUBLIC_URL: z.url().optional(),
  /** Folder of what does not belong in Postgres: the audit key, the sign-in secret, the resolve snapshot. */
  SWITCHYARD_DATA: z.string().default('.switchyard'),
  /** Where the heads of the audit chains are noted as well: a file that is only appended to, a receiver of webhooks. */
  AUDIT_ANCHOR_FILE: z
    .string()
    .refine(isAbsolute, 'must be an absolute path, such as /mnt/worm/switchyard-anchors.ndjson.')
    .optional(),
  AUDIT_ANCHOR_WEBHOOK: z
    .string()
    .refine(isSafeReceiver, 'must be an https address; http only to this machine (localhost, 127.0.0.1, [::1]).')
    .optional(),
  AUDIT_ANCHOR_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ and at least 24 bytes in Base64.')
    .optional(),
  /** Private addresses that this installation may send requests to, besides public ones over https. */
  EGRESS_ALLOW: z
    .string()
    .default('')
    .transform((text, ctx) => {
      const ranges = readAllowed(text);
      if (ranges !== null) return ranges;
      ctx.addIssue({ code: 'custom', message: 'must be addresses or ranges, such as 10.1.0.0/16, 127.0.0.1:9093.' });
      return z.NEVER;
    }),
});

function isSafeReceiver(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}

const OPTIONAL = /^AUDIT_ANCHOR_/;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Where else anchors are written; each null where the operator set nothing. */
export type AnchorsOutside = { file: string | null; webhook: { url: string; secret: string | null } | null };

export type Config = {
  databaseUrl: string;
  webPort: number;
  edgePort: number;
  /** Null = listen on 0.0.0.0 and ::. */
  host: string | null;
  publicUrl: string;
  edgeUrl: string;
  dataDir: string;
  anchorsOutside: AnchorsOutside;
  egressAllowed: AllowedRange[];
};

/** Reads the environment once at start. Throws an Error with one sentence for each wrong variable. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  // An empty optional variable counts as not set: compose files and unit files cannot leave one out.
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => !OPTIONAL.test(name) || value !== ''));
  const parsed = schema.safeParse(given);
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
    anchorsOutside: {
      file: e.AUDIT_ANCHOR_FILE ?? null,
      webhook: e.AUDIT_ANCHOR_WEBHOOK
        ? { url: e.AUDIT_ANCHOR_WEBHOOK, secret: e.AUDIT_ANCHOR_WEBHOOK_SECRET ?? null }
        : null,
    },
    egressAllowed: e.EGRESS_ALLOW,
  };
}
