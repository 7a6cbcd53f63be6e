import { z } from 'zod';
import { dateSchema } from '#server/audit/contract.ts';
import { PROJECT_CREATORS, ROLES, SCOPES } from '#server/platform/actions.ts';
import { canonicalEmail, emailProblem } from './domain/email.ts';

export const roleSchema = z.enum(ROLES);
export const scopeSchema = z.enum(SCOPES);

export const projectNameSchema = z
  .string()
  .regex(/^[a-z0-9-]{2,40}$/, 'Use 2 to 40 of the characters a-z, 0-9 and - in a project name.');

export const emailSchema = z
  .string()
  .max(400)
  .superRefine((given, { addIssue }) => {
    const message = emailProblem(given);
    if (message !== null) addIssue({ code: 'custom', message });
  })
  .transform((given) => canonicalEmail(given) ?? given);

export const personNameSchema = z.string().trim().min(1, 'Write a name.').max(80);

export const memberInput = z.object({ email: emailSchema, name: personNameSchema.optional(), role: roleSchema });

export const keyInput = z.object({
  name: z.string().trim().min(1, 'Give the key a name that shows where it is used.').max(80),
  scopes: z.array(scopeSchema).min(1, 'Choose at least one scope.'),
  /** `me`: the key acts as the person who makes it; `service`: as a service account of the project. */
  owner: z.enum(['me', 'service']),
  expiresAt: dateSchema.optional(),
});

export const environmentInput = z
  .object({ name: z.string().max(40), protected: z.boolean(), requiredApprovals: z.number().int().min(0).max(5) })
  .refine((it) => !it.protected || it.requiredApprovals >= 1, {
    path: ['requiredApprovals'],
    message: 'A protected environment needs at least one approval.',
  });

export const dataSettingsInput = z.object({ storesTexts: z.boolean() });

export const projectResponse = z.object({
  name: z.string(),
  simulated: z.boolean(),
  stores_texts: z
    .boolean()
    .meta({ description: 'Whether `input` and `output` of events are stored. A change holds within 2 seconds.' }),
  raw_retention_days: z.int().meta({
    description: 'Age in days at which an event is deleted, with its input and output where they were stored.',
  }),
});

export const projectPatch = z.strictObject({ stores_texts: z.boolean() });

/** Who may make projects besides the server's operator. */
export const projectCreatorsSchema = z.enum(PROJECT_CREATORS);
