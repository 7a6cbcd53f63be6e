/**
 * The nonce of the open page, as its first script carries it; '' where there is none. A library that inserts elements
 * into the page needs this one: after a client-side navigation the server sends another, which is not in force.
 */
export const pageNonce = (): string => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
