import superjson from 'superjson';
import { namesField } from './names-field.ts';
import type { OperationRequest } from './operation-requests.ts';
import type { Procedure } from './procedures.ts';
import type { Received } from './responses.ts';

type Data = {
  fault: { code: string } | null;
  code: string;
  httpStatus: number;
  errors: { path: string; code: string; message: string }[];
  requestId: string | null;
};
type Refusal = { message: string; data: Data };

/** Codes that refuse a field; all others are about the caller, the state, or bytes that are no message. */
const OF_FIELDS = ['BAD_REQUEST', 'UNPROCESSABLE_CONTENT'];
const INSIDES = /node_modules|\.ts:\d|postgres|violates|syntax error at|relation "|SQLSTATE/i;

/** What is wrong with a response of the pages' API to a mutated request, or null; see `judge`. */
export function judgePage(
  procedure: Procedure,
  request: OperationRequest,
  { status, headers, text }: Received,
  changed: readonly string[],
): string | null {
  if (status >= 500) return `${status}`;
  if (status < 400 && status !== 207) return complaintOfAudit(procedure, changed);
  if (changed.length > 0 && status !== 207) return `refused, but changed ${changed.join(', ')}`;
  if (request.method === 'HEAD' || !/json/.test(String(headers['content-type']))) return null;
  const responses = parsed(text);
  if (responses.some((it) => it.data.httpStatus >= 500)) return `${status} with a 5xx inside`;
  if (INSIDES.test(text)) return 'reveals internals';
  const of = responses.filter((it) => OF_FIELDS.includes(it.data.code));
  return of.every((it) => isNamed(it, request.touched)) ? null : `does not name ${request.touched.join(', ')}`;
}

const isNamed = ({ message, data }: Refusal, touched: readonly string[]): boolean =>
  // Refusals of items name the line in the sent text.
  data.fault?.code === 'rejected_items' ||
  namesField(
    {
      paths: data.errors.map(({ path }) => path),
      sentences: [message, ...data.errors.map((it) => it.message)],
      codes: data.errors.map(({ code }) => code),
    },
    touched,
  );

/** The refusals of a response: of the procedure itself, or of one in a batch. */
function parsed(text: string): Refusal[] {
  const body: unknown = JSON.parse(text);
  return (Array.isArray(body) ? body : [body]).flatMap((one: { error?: unknown }) => {
    const error = one.error as { json?: unknown; data?: unknown } | undefined;
    if (error === undefined || !('json' in error)) return [];
    return [superjson.deserialize(error as never) as Refusal];
  });
}

function complaintOfAudit({ changes }: Procedure, changed: readonly string[]): string | null {
  if (!changes) return changed.length > 0 ? `a read changed ${changed.join(', ')}` : null;
  const audits = changed.filter((relation) => relation === 'audit_row').length;
  if (changed.length > 0 && audits === 0) return `changed ${changed.join(', ')} without an entry in the audit log`;
  return changed.length > 0 && changed.length === audits ? 'audited, but changed nothing' : null;
}
