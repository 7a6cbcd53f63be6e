import { importsOf } from './imports.ts';
import { type Source, withoutComments } from './sources.ts';

const LINES_MAX = 300;
const PAGE_LINES_MAX = 60;
const REASON = /^(\/\/|\/\*\*?) Over 300 lines: \S/;
/** Next, Vite and Playwright import a default; so do the setup files of the test runners. */
const MAY_DEFAULT = /^app\/|\.config\.ts$|^test\/setup\//;

/** The rules of form that a single file breaks. */
export function formFaults(source: Source): string[] {
  return [...tooLong(source), ...barrel(source), ...defaultExport(source), ...vagueName(source)];
}

/** The file names that Next treats as routes or their surroundings. */
const ROUTE = /\/(page|layout|template|default|loading|error|not-found|global-error|route)\.tsx?$/;

/** A screen or a helper among the routes is hard to find, and the rules about components do not cover it. */
export function noRoute({ path }: Source): string[] {
  return path.startsWith('app/') && !ROUTE.test(path) ? [`${path} is not a route: move it to components/screens`] : [];
}

function tooLong({ path, text }: Source): string[] {
  const lines = text.trimEnd().split('\n').length;
  if (/^app\/.*\b(page|layout)\.tsx$/.test(path) && lines > PAGE_LINES_MAX) {
    return [`${path} has ${lines} lines; a page or layout reads the URL and renders: at most ${PAGE_LINES_MAX}`];
  }
  if (lines <= LINES_MAX || REASON.test(text)) return [];
  return [`${path} has ${lines} lines and does not begin with "// Over ${LINES_MAX} lines: (its reason)"`];
}

/**
 * A file that only re-exports hides where a definition is. The published client is exempt: a package needs one entry.
 */
function barrel(source: Source): string[] {
  if (source.path.startsWith('clients/') || source.path.startsWith('app/')) return [];
  if (/(^|\/)index\.tsx?$/.test(source.path)) return [`${source.path} has the name of a barrel`];
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

/** A name that fits anything does not describe what belongs there. */
function vagueName({ path }: Source): string[] {
  return /(^|\/)(utils?|helpers?|common|misc|types)\.tsx?$/.test(path) ? [`${path} has a name that fits anything`] : [];
}
