import { auditAcceptRestore } from './audit-accept-restore.ts';
import { auditVerify } from './audit-verify.ts';
import type { Command } from './command.ts';
import { gate } from './gate.ts';
import { keysCreate } from './keys-create.ts';
import { projectsCreate } from './projects-create.ts';
import { promote } from './promote.ts';
import { resolve } from './resolve.ts';
import { rollback } from './rollback.ts';
import { telemetryVerify } from './telemetry-verify.ts';
import { usersCreate } from './users-create.ts';

/** Every command, in the order of the overview. */
export const COMMANDS: readonly Command[] = [
  gate,
  promote,
  rollback,
  resolve,
  keysCreate,
  usersCreate,
  projectsCreate,
  auditVerify,
  auditAcceptRestore,
  telemetryVerify,
];
