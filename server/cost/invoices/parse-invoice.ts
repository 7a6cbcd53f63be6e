import type { InvoiceFormat, InvoiceRead } from '#server/cost/domain/invoice/invoice-line.ts';
import { readFocus } from '#server/cost/domain/invoice/read-focus.ts';
import { readAnthropicCosts, readOpenAiCosts } from '#server/cost/domain/invoice/read-provider-costs.ts';
import { invalid, invalidFields } from '#server/platform/faults.ts';
import { checkElements } from '#server/platform/http/count-elements.ts';
import { checkStorable, parseJson } from '#server/platform/http/json.ts';
import { ELEMENTS_MAX } from '#server/platform/http/limits.ts';

/** Most lines of an invoice: a year of 100 models by eight meters. */
const LINES_MAX = 300_000;

/**
 * Reads an invoice whose format `format` names, or else its text shows: JSON with `starting_at` is Anthropic's, other JSON
 * OpenAI's, everything else FOCUS as CSV. 400 for broken JSON; 422 with every wrong line, none of which is taken.
 */
export function parseInvoice(text: string, format: InvoiceFormat | null): { format: InvoiceFormat; read: InvoiceRead } {
  const found = format ?? formatOf(text);
  const read = readAs(found, text);
  if (read.problems.length > 0) throw invalidFields(read.problems);
  if (read.lines.length === 0) throw invalid('', 'no_lines', 'The invoice has no line.');
  if (read.lines.length > LINES_MAX)
    throw invalid('', 'too_many_lines', `At most ${LINES_MAX} lines. Import shorter periods one by one.`);
  return { format: found, read };
}

function readAs(format: InvoiceFormat, text: string): InvoiceRead {
  if (format === 'focus') {
    checkElements(Buffer.from(text), 'csv', ELEMENTS_MAX * 25);
    checkStorable(text);
    return readFocus(text);
  }
  const file = parseJson(text);
  checkStorable(file);
  return format === 'openai' ? readOpenAiCosts(file) : readAnthropicCosts(file);
}

function formatOf(text: string): InvoiceFormat {
  if (!/^\s*[[{]/.test(text)) return 'focus';
  return /"starting_at"\s*:/.test(text) ? 'anthropic' : 'openai';
}
