/**
 * The page shown while the database is unreachable: HTML that needs no script and no style sheet, since pages cannot be
 * rendered then. It reloads every 5 s, so that the reader gets the page once the database responds. Its colours are
 * copies of the design tokens.
 */
export function unavailablePage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta http-equiv="refresh" content="5">
<title>Not available · Switchyard</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; --background: oklch(0.978 0.004 200); --foreground: oklch(0.22 0.018 220); }
@media (prefers-color-scheme: dark) { :root { --background: oklch(0.19 0.012 220); --foreground: oklch(0.93 0.006 210); } }
body { margin: 0; background: var(--background); color: var(--foreground);
  font: 0.875rem/1.375rem ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 680px; margin: 0 auto; padding: 1.25rem; }
h1 { font-size: 1.25rem; line-height: 1.75rem; font-weight: 600; margin: 2rem 0 0.25rem; }
a { color: inherit; }
</style>
</head>
<body>
<main id="main">
<p><strong>Switchyard</strong></p>
<h1>The database cannot be reached right now.</h1>
<p>This page could not be shown. It reloads every five seconds; <a href="">try again now</a>. What serves in your
environments goes on serving meanwhile.</p>
</main>
</body>
</html>
`;
}
