import { Parser, parseFeed } from 'htmlparser2';
import { type Day, dayOf } from '#server/models/deprecations/domain/calendar-day.ts';

/** One text of an address: the item of a feed, or the whole page. `publishedOn`: its day, where the feed says it. */
export type PublishedText = { text: string; publishedOn: Day | null };

/** The most items of a feed that are read, from its top, where feeds have their newest. */
const ITEMS_MAX = 200;

/**
 * The texts of what an address responded with: the items of an RSS, RDF or Atom feed, else the words of a page, else
 * the text itself. `contentType` as in the response; where it is wrong or missing, the first characters decide.
 */
export function publishedTexts(body: string, contentType: string): PublishedText[] {
  const start = body.slice(0, 1_000);
  if (/<(?:rss|feed|rdf:rdf)[\s>]/i.test(start)) {
    const items = parseFeed(body)?.items ?? [];
    return items.slice(0, ITEMS_MAX).map(({ title, description, pubDate }) => ({
      text: [title, description]
        .filter((part) => part !== undefined)
        .map(wordsOf)
        .join('\n'),
      publishedOn: dayOfItem(pubDate),
    }));
  }
  const isMarkup = /html|xml/i.test(contentType) || /<(?:!doctype html|html|body)[\s>]/i.test(start);
  return [{ text: isMarkup ? wordsOf(body) : body, publishedOn: null }];
}

/** The UTC day of a feed's item; null where it states none that can be read. */
const dayOfItem = (at: Date | undefined): Day | null =>
  at === undefined || Number.isNaN(at.getTime())
    ? null
    : dayOf(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());

/** Elements whose content is no part of a page's text. */
const LEFT_OUT = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'nav',
  'head',
  'iframe',
  'object',
  'select',
]);
/** Elements whose text is a line of its own. */
const BLOCKS = new Set(
  (
    'address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hr li main ol p pre section summary table tbody thead tr ul'
  ).split(' '),
);

/** The words of HTML: a line for each block, cells of a table with `|` between them. */
function wordsOf(html: string): string {
  let text = '';
  let inside = 0;
  const parser = new Parser({
    onopentag: (name) => {
      if (LEFT_OUT.has(name)) inside += 1;
      if (BLOCKS.has(name)) text += '\n';
    },
    ontext: (part) => {
      if (inside === 0) text += part;
    },
    onclosetag: (name) => {
      if (LEFT_OUT.has(name)) inside -= 1;
      if (BLOCKS.has(name)) text += '\n';
      else if (name === 'td' || name === 'th') text += ' | ';
    },
  });
  parser.end(html);
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/\s+/g, ' ')
        .replace(/\s*\|\s*$/, '')
        .trim(),
    )
    .filter((line) => line !== '')
    .join('\n');
}
