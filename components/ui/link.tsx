import type { Route } from 'next';
import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/**
 * An address of ours, with its query and hash: Next's own type, so that links and the router accept it. All pages
 * except the first one and sign-in lie below `/p/`. `to` of the shell makes them, each checked against its page.
 */
export type Address = Route<`/p/${string}`>;

export type LinkProps = Omit<ComponentProps<typeof NextLink>, 'href'> & { href: Address };

/** A link without a style of its own, for rows, tabs, tiles and buttons that link. */
export function PlainLink(props: LinkProps) {
  return <NextLink {...props} />;
}

/** A link in text: text colour with a grey underline. */
export function TextLink({ className, ...rest }: LinkProps) {
  return <PlainLink className={cn('text-link', className)} {...rest} />;
}
