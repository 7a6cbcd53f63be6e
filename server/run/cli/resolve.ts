import { type Command, optional, required, UsageError } from './command.ts';
import { post, refusedWith } from './http.ts';

export const resolve: Command = {
  name: 'resolve',
  summary: 'print which variant serves a key now',
  usage: `--prompt NAME --environment NAME [--key TEXT] [--variables JSON] [--json]
  Uses SWITCHYARD_URL (http://localhost:4000 where it is not set) and SWITCHYARD_API_KEY (scope resolve).`,
  options: {
    prompt: { type: 'string' },
    environment: { type: 'string' },
    key: { type: 'string' },
    variables: { type: 'string' },
  },
  async run(values, io) {
    const response = await post(io, '/api/v1/resolve', {
      prompt: required(values, 'prompt'),
      environment: required(values, 'environment'),
      key: optional(values, 'key'),
      variables: variablesOf(optional(values, 'variables')),
    });
    const refused = refusedWith(io, values.json === true, response, 200);
    if (refused !== null) return refused;
    const { prompt, version, model, arm, text } = response.body;
    if (values.json !== true)
      io.out(
        `${prompt} v${version}  model ${model ?? '–'}  arm ${arm}${typeof text === 'string' ? `\n\n${text}` : ''}`,
      );
    return 0;
  },
};

function variablesOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('--variables must be a JSON object, such as {"name":"Ada"}.');
  }
}
