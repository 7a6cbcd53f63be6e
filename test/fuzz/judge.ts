import type { Operation } from './document.ts';
import { namesField } from './names-field.ts';
import type { OperationRequest } from './operation-requests.ts';
import type { Received } from './responses.ts';
import { complaintOfProblem } from './responses.ts';

type FieldError = { path: string; message: string; code?: string };
type Problem = {
  detail: string;
  errors?: FieldError[];
  rejected?: FieldError[];
};

type Batch = { results: { index: number; status: number; path: string; message: string }[] };

/**
 * What is wrong with the response to a mutated request, or null: a 5xx, an unpublished status or shape, a refusal that
 * does not name the mutated field, rows that a refused request left, a change that is not in the audit log.
 */
export function judge(
  operation: Operation,
  request: OperationRequest,
  { status, headers, text }: Received,
  changed: readonly string[],
): string | null {
  if (status >= 500) return `${status}`;
  const requestId = String(headers['x-request-id']);
  if (!/^[0-9a-f-]{36}$/.test(requestId)) return 'no request id';
  if (status >= 400) {
    if (changed.length > 0) return `refused, but changed ${changed.join(', ')}`;
    if (request.method === 'HEAD') return null;
    const isOwn = request.method === operation.method && ![404, 405, 431].includes(status);
    if (isOwn && !operation.statuses.includes(String(status))) return `${status} is not published`;
    const complaint = complaintOfProblem(status, headers, text, requestId);
    return complaint ?? (status === 422 ? complaintOfNames(request, JSON.parse(text)) : null);
  }
  // A batch stores its valid entries and refuses the others one by one.
  const refused = status === 207 ? (JSON.parse(text) as Batch).results.filter((it) => it.status === 422) : [];
  const list = operation.path.split('/').at(-1);
  const errors = refused.map(({ index, path, message }) => ({ path: `/${list}/${index}${path}`, message }));
  const nameless = errors.length > 0 ? complaintOfNames(request, { detail: '', errors }) : null;
  return nameless ?? complaintOfAudit(operation, request, changed);
}

function complaintOfNames(
  { touched }: OperationRequest,
  { detail, errors = [], rejected = [] }: Problem,
): string | null {
  const named = [...errors, ...rejected];
  const isNamed = namesField(
    {
      paths: named.map(({ path }) => path),
      sentences: [detail, ...named.map(({ message }) => message)],
      codes: named.flatMap(({ code }) => code ?? []),
    },
    touched,
  );
  return isNamed ? null : `does not name ${touched.join(', ')}`;
}

function complaintOfAudit(
  operation: Operation,
  { method }: OperationRequest,
  changed: readonly string[],
): string | null {
  if (method === 'GET' || method === 'HEAD') return changed.length > 0 ? `a read changed ${changed.join(', ')}` : null;
  if (operation.ingests) return null;
  const audits = changed.filter((relation) => relation === 'audit_row').length;
  if (changed.length > 0 && audits === 0) return `changed ${changed.join(', ')} without an entry in the audit log`;
  return changed.length > 0 && changed.length === audits ? 'audited, but changed nothing' : null;
}
