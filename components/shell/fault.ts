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

/** HTTP status of a failed read or act; 503 where no answer came at all. */
export function statusOf(error: unknown): number {
  return dataOf(error).httpStatus ?? 503;
}

/** What the fault also carries, such as the current state on a conflict. */
export function extraOf(error: unknown): Record<string, unknown> {
  return dataOf(error).fault?.extra ?? {};
}

/** The sentence for the reader: what happened and what to do. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TRPCClientError && dataOf(error).httpStatus !== undefined) return error.message;
  return 'The server did not answer. Nothing was changed as far as we know; try again.';
}

/** The sentence of one field of a form, by the name of the field. */
export function fieldSentence(error: unknown, field: string): string | undefined {
  return dataOf(error).errors?.find((each) => each.path === `/${field}` || each.path === field)?.message;
}
