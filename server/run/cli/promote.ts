import { setTimeout as pause } from 'node:timers/promises';
import { type Command, type ExitCode, type Io, numberOf, optional, required } from './command.ts';
import { type HttpResponse, post, refusedWith, send } from './http.ts';

const ASK_EVERY_MS = 500;
const EVALUATED_WITHIN_MS = 10 * 60_000;
/** Exit codes by status. A promotion that waits for an approval counts as passed; any other status is 1. */
const EXIT: Record<string, ExitCode> = { awaiting_approval: 0, completed: 0, needs_evidence: 3, evaluating: 3 };

export const promote: Command = {
  name: 'promote',
  summary:
    'request that a version serves an environment, and wait for its gate; 0 = passed, 1 = blocked, 3 = no evidence',
  usage: `--prompt NAME --version N [--to NAME] [--from NAME] [--model PROVIDER/ID] [--note TEXT] [--json]
  --to     production where it is left out; --from: staging
  Uses SWITCHYARD_URL (http://localhost:4000 where it is not set) and SWITCHYARD_API_KEY (scope promote).`,
  options: {
    prompt: { type: 'string' },
    version: { type: 'string' },
    to: { type: 'string' },
    from: { type: 'string' },
    model: { type: 'string' },
    note: { type: 'string' },
  },
  async run(values, io) {
    const opened = await post(io, '/api/v1/promotions', {
      prompt: required(values, 'prompt'),
      version: numberOf('version', required(values, 'version')),
      to: optional(values, 'to') ?? 'production',
      from: optional(values, 'from'),
      model: optional(values, 'model'),
      note: optional(values, 'note'),
    });
    const response = opened.status === 201 ? await evaluated(io, opened) : opened;
    const refused = refusedWith(io, values.json === true, response, 200, 201);
    if (refused !== null) return refused;
    const { id, status } = response.body;
    if (values.json !== true) io.out(`${id} ${status}`);
    return EXIT[String(status)] ?? 1;
  },
};

/** The promotion once its gate has decided; after 10 minutes the promotion as it is then. */
async function evaluated(io: Io, opened: HttpResponse): Promise<HttpResponse> {
  const until = Date.now() + EVALUATED_WITHIN_MS;
  let last = opened;
  while (last.status < 300 && last.body.status === 'evaluating' && Date.now() < until) {
    await pause(ASK_EVERY_MS);
    last = await send(io, 'GET', `/api/v1/promotions/${opened.body.id}`);
  }
  return last;
}
