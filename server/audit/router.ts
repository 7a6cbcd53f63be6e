import { z } from 'zod';
import { ROWS_DEFAULT, ROWS_MAX } from '#server/platform/pure/page-size.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { dateSchema } from './contract.ts';
import { readAudit } from './read-audit.ts';
import { readAuditNotes } from './read-audit-notes.ts';
import { readChanges } from './read-changes.ts';
import { verifyNoted } from './verify-noted.ts';

/** The audit log of Settings, and the feed of what changed. */
export const auditRouter = router({
  list: procedure('audit.read')
    .input(
      z.object({
        search: z.string().max(200).optional(),
        action: z.string().max(80).optional(),
        from: dateSchema.optional(),
        to: dateSchema.optional(),
        cursor: z.int().min(0).optional(),
        limit: z.number().int().min(1).max(ROWS_MAX).default(ROWS_DEFAULT),
      }),
    )
    .query(({ ctx, input }) => readAudit(ctx, input)),
  verify: procedure('audit.read').query(({ ctx }) => verifyNoted(ctx)),
  notes: procedure('audit.read').query(({ ctx }) => readAuditNotes(ctx)),
  changes: procedure('event.read')
    .input(
      z.object({
        from: dateSchema,
        to: dateSchema,
        prompt: z.string().max(200).optional(),
        environment: z.string().max(40).optional(),
        limit: z.number().int().min(1).max(500).optional(),
      }),
    )
    .query(({ ctx, input }) => readChanges(ctx, input)),
});
