import { TRPCClientError } from '@trpc/client';

/** What our tRPC error formatter sends (server/platform/trpc.ts). */
type FaultData = {
  httpStatus?: number;
  fault?: { code: string; extra: Record<string, unknown> } | null;
  errors?: { path: string; code: string; message: string }[];
};

function dataOf(error: unknown): FaultData {
  return error instanceof TRPCClientError && typeof error.data === 'object' && error.data !== null ? error.data : {};
}

/** HTTP status of a failed read or action; 503 when there was no response. */
export function statusOf(error: unknown): number {
  return dataOf(error).httpStatus ?? 503;
}

/** Further fields of the fault, such as the current state on a conflict. */
export function extraOf(error: unknown): Record<string, unknown> {
  return dataOf(error).fault?.extra ?? {};
}

/**
 * The sentence for the user: what happened and what to do. A failed read (`reading`) has changed nothing, so it may
 * simply be tried again.
 */
export function sentenceOf(error: unknown, { reading = false } = {}): string {
  if (error instanceof TRPCClientError && dataOf(error).httpStatus !== undefined) return error.message;
  if (reading) return 'The server did not respond. Try again.';
  return 'The server did not respond, so whether anything was changed is not known. Look again before you repeat it.';
}

/** Whether the action may have been carried out although the request failed. */
export function mayBeDone(error: unknown): boolean {
  const { httpStatus, fault } = dataOf(error);
  return httpStatus === undefined || fault?.code === 'outcome_unknown';
}

/** Everything that was wrong with what was sent, at most the first 100. */
export const errorsOf = (error: unknown): readonly { path: string; message: string }[] => dataOf(error).errors ?? [];

/** The error sentence of one field of a form, by the field's name. */
export function fieldSentence(error: unknown, field: string): string | undefined {
  return dataOf(error).errors?.find((each) => each.path === `/${field}` || each.path === field)?.message;
}
