/**
 * The nonce of the page that is open, as its first script carries it; '' where there is none. What a library writes
 * into the page while it runs needs this one: a page that is read anew without a reload brings another, not in force.
 */
export const pageNonce = (): string => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
