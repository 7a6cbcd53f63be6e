import { type Command, type ExitCode, numberOf, optional, required } from './command.ts';
import { post, refusedWith } from './http.ts';

const EXIT: Record<string, ExitCode> = { pass: 0, fail: 1, inconclusive: 3 };

export const gate: Command = {
  name: 'gate',
  summary: 'check a version against what serves; 0 = pass, 1 = worse, 3 = not enough evidence',
  usage: `--prompt NAME --version N [--environment NAME] [--margin FRACTION] [--json]
  --margin   0.02 = two percent
  Uses SWITCHYARD_URL (http://localhost:4000 where it is not set) and SWITCHYARD_API_KEY (scope evals or promote).`,
  options: {
    prompt: { type: 'string' },
    version: { type: 'string' },
    environment: { type: 'string' },
    margin: { type: 'string' },
  },
  async run(values, io) {
    const response = await post(io, '/api/v1/gates/check', {
      prompt: required(values, 'prompt'),
      version: numberOf('version', required(values, 'version')),
      environment: optional(values, 'environment'),
      margin: values.margin === undefined ? undefined : numberOf('margin', required(values, 'margin')),
    });
    const refused = refusedWith(io, values.json === true, response, 200);
    if (refused !== null) return refused;
    if (values.json !== true) for (const line of table(response.body)) io.out(line);
    return EXIT[String(response.body.verdict)] ?? 3;
  },
};

function table(body: Record<string, unknown>): string[] {
  const categories = Array.isArray(body.categories) ? body.categories : [];
  const rows = categories.map((it: Record<string, unknown>) =>
    [it.name, percent(it.baseline), percent(it.candidate), it.n, it.verdict].map((cell) => String(cell ?? '–')),
  );
  const all = [['category', 'baseline', 'candidate', 'items', 'verdict'], ...rows];
  const widths = all[0]?.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0))) ?? [];
  const lines = all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const reasons = Array.isArray(body.reasons) && body.reasons.length > 0 ? `: ${body.reasons.join(', ')}` : '';
  return [...(rows.length > 0 ? lines : []), `${String(body.verdict)}${reasons}`, ...sentences(body.findings)];
}

/** What each reason is about, and the remedy. */
function sentences(findings: unknown): string[] {
  if (!Array.isArray(findings)) return [];
  return findings.map((it: Record<string, unknown>) => `  ${String(it.message)}`);
}

const percent = (score: unknown): string => (typeof score === 'number' ? `${(score * 100).toFixed(1)} %` : '–');
