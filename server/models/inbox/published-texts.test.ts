import { describe, expect, test } from 'vitest';
import { proposeFrom } from '#server/models/deprecations/domain/inbox/propose.ts';
import { publishedTexts } from './published-texts.ts';

describe('what an address responds with', () => {
  test('is read item by item where it is a feed, each with its day', () => {
    const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Changes</title>
      <item><title>acme-1 goes</title><pubDate>Tue, 01 Sep 2026 22:30:00 GMT</pubDate>
        <description>&lt;p&gt;We retire &lt;b&gt;acme-1&lt;/b&gt; on October&amp;nbsp;31.&lt;/p&gt;</description></item>
      <item><title>Quiet week</title><pubDate>soon</pubDate><description><![CDATA[<ul><li>Nothing.</li></ul>]]></description></item>
    </channel></rss>`;
    expect(publishedTexts(rss, 'application/rss+xml')).toEqual([
      { text: 'acme-1 goes\nWe retire acme-1 on October 31.', publishedOn: '2026-09-01' },
      { text: 'Quiet week\nNothing.', publishedOn: null },
    ]);
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>acme-2</title>
      <updated>2026-09-02T00:00:00Z</updated><content type="html">&lt;p&gt;It goes.&lt;/p&gt;</content></entry></feed>`;
    expect(publishedTexts(atom, 'text/plain')).toEqual([{ text: 'acme-2\nIt goes.', publishedOn: '2026-09-02' }]);
  });

  test('is read without its scripts and menus where it is a page, and a table row is a line that can be read', () => {
    const page = `<!doctype html><html><head><title>x</title><style>p{}</style></head><body><nav>acme-9 retires on
      2027-01-01</nav><script>"acme-8 retires on 2027-01-01"</script><h1>Deprecations</h1><table>
      <tr><th>Model</th><th>Retired</th></tr><tr><td>acme-1</td><td>retired&nbsp;5/31/2026</td></tr></table>
      <p>acme-2 leaves<br>on 2027-02-03.</p></body></html>`;
    const [read] = publishedTexts(page, 'text/html; charset=utf-8');
    expect(read?.text).toBe('Deprecations\nModel | Retired\nacme-1 | retired 5/31/2026\nacme-2 leaves\non 2027-02-03.');
    expect(proposeFrom(read?.text ?? '', { publishedOn: null, listed: [] })).toMatchObject([
      { model: 'acme-1', retiresOn: '2026-05-31' },
      { model: 'acme-2' },
    ]);
  });

  test('is the text itself where it is neither', () => {
    expect(publishedTexts('a < b\n\nacme-1', 'text/markdown')).toEqual([
      { text: 'a < b\n\nacme-1', publishedOn: null },
    ]);
    expect(publishedTexts('', 'text/html')).toEqual([{ text: '', publishedOn: null }]);
    expect(publishedTexts('<rss><channel></channel></rss>', '')).toEqual([]);
  });
});
