import { type Command, optional, required } from './command.ts';
import { type HttpResponse, refusedWith, send } from './http.ts';

export const rollback: Command = {
  name: 'rollback',
  summary: 'make what served before the last promotion serve again; 1 = there is nothing to go back to',
  usage: `--prompt NAME [--environment NAME] [--reason TEXT] [--json]
  --environment  production where it is left out
  Uses SWITCHYARD_URL (http://localhost:4000 where it is not set) and SWITCHYARD_API_KEY (scope promote; its owner a
  release manager).`,
  options: { prompt: { type: 'string' }, environment: { type: 'string' }, reason: { type: 'string' } },
  async run(values, io) {
    const [prompt, to] = [required(values, 'prompt'), optional(values, 'environment') ?? 'production'];
    const query = new URLSearchParams({ prompt, to, status: 'completed', limit: '1' });
    const found = await send(io, 'GET', `/api/v1/promotions?${query}`);
    const last = newestOf(found);
    if (found.status === 200 && last === null) {
      io.note(`No promotion of ${prompt} serves ${to}.`);
      return 1;
    }
    const response = last
      ? await send(io, 'POST', `/api/v1/promotions/${last.id}/rollback`, {
          body: { reason: optional(values, 'reason') },
          ifMatch: last.revision,
        })
      : found;
    const refused = refusedWith(io, values.json === true, response, 200);
    if (refused !== null) return refused;
    if (values.json !== true) io.out(`${response.body.id} ${response.body.status}`);
    return 0;
  },
};

function newestOf({ body }: HttpResponse): { id: unknown; revision: unknown } | null {
  const [row] = Array.isArray(body.data) ? body.data : [];
  return row ?? null;
}
