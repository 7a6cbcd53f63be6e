/**
 * Light, dark, or the system's theme. The choice is kept in a cookie, so that the server renders the right one at once.
 */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = 'theme';

export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}

/**
 * Runs before the first paint where the system's theme applies, because the server cannot read it, and follows the system
 * until the person chooses light or dark.
 */
export const SYSTEM_THEME_SCRIPT = `{const dark=matchMedia('(prefers-color-scheme: dark)');const follow=()=>{if(!/(^|; )${THEME_COOKIE}=(light|dark)/.test(document.cookie))document.documentElement.classList.toggle('dark',dark.matches)};follow();dark.addEventListener('change',follow)}`;

/** Applies `theme` to the open page and stores it for a year. */
export function setTheme(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where Switchyard is served over http
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax`;
}
