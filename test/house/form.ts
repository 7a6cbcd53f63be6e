import { importsOf } from './imports.ts';
import { type Source, withoutComments } from './sources.ts';

const LINES_MAX = 300;
const PAGE_LINES_MAX = 60;
const REASON = /^(\/\/|\/\*\*?) Over 300 lines: \S/;
/** Next, Vite and Playwright look for a default; so do the setup files of the test runners. */
const MAY_DEFAULT = /^app\/|\.config\.ts$|^test\/setup\//;

/** What a single file's form breaks. */
export function formFaults(source: Source): string[] {
  return [...tooLong(source), ...barrel(source), ...defaultExport(source), ...vagueName(source)];
}

/** The names under which Next looks for routes and what stands around them. */
const ROUTE = /\/(page|layout|template|default|loading|error|not-found|global-error|route)\.tsx?$/;

/** A screen or a helper among the routes is where nobody looks for it, and no rule about components reaches it. */
export function noRoute({ path }: Source): string[] {
  return path.startsWith('app/') && !ROUTE.test(path) ? [`${path} is no route: components/screens shows it`] : [];
}

function tooLong({ path, text }: Source): string[] {
  const lines = text.trimEnd().split('\n').length;
  if (/^app\/.*\b(page|layout)\.tsx$/.test(path) && lines > PAGE_LINES_MAX) {
    return [`${path} has ${lines} lines; a page or layout reads the address and renders: at most ${PAGE_LINES_MAX}`];
  }
  if (lines <= LINES_MAX || REASON.test(text)) return [];
  return [`${path} has ${lines} lines and does not begin with "// Over ${LINES_MAX} lines: (its reason)"`];
}

/** A file that only passes on what others have hides where a thing lives. A published client needs its one door. */
function barrel(source: Source): string[] {
  if (source.path.startsWith('clients/') || source.path.startsWith('app/')) return [];
  if (/(^|\/)index\.tsx?$/.test(source.path)) return [`${source.path} is a barrel by its name`];
  const text = withoutComments(source.text);
  if (/^\s*export\s+\*\s+from\b/m.test(text)) return [`${source.path} re-exports everything of another file`];
  const imports = importsOf(source);
  const onlyPassesOn = imports.length > 0 && imports.every((each) => each.reexport);
  const rest = text.replace(/^\s*export\s+(type\s+)?\{[^}]*\}\s*from\s*['"][^'"]+['"];?/gm, '').trim();
  return onlyPassesOn && rest === '' ? [`${source.path} only re-exports`] : [];
}

function defaultExport({ path, text }: Source): string[] {
  if (MAY_DEFAULT.test(path) || !/^export default\b/m.test(withoutComments(text))) return [];
  return [`${path} has a default export`];
}

/** A name that fits anything tells nobody what belongs there. */
function vagueName({ path }: Source): string[] {
  return /(^|\/)(utils?|helpers?|common|misc|types)\.tsx?$/.test(path) ? [`${path} has a name that fits anything`] : [];
}
