/** The cookie that names the project visited last, so that `/` redirects to it. */
export const LAST_PROJECT_COOKIE = 'project';

/** Stores the name for a year. */
export function storeLastProject(name: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where Switchyard is served over http
  document.cookie = `${LAST_PROJECT_COOKIE}=${encodeURIComponent(name)}; path=/; max-age=31536000; samesite=lax`;
}
