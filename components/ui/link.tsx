import type { Route } from 'next';
import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/**
 * An address of ours, with its query and hash: Next's own type, so that a link or a router takes it as it is. All pages
 * but the first and sign-in lie below `/p/`. `to` of the shell makes them, each checked against the page that it names.
 */
export type Address = Route<`/p/${string}`>;

export type LinkProps = Omit<ComponentProps<typeof NextLink>, 'href'> & { href: Address };

/** A link without a look of its own, for rows, tabs, tiles and buttons that lead somewhere. */
export function PlainLink(props: LinkProps) {
  return <NextLink {...props} />;
}

/** A link in text: ink with a grey underline. */
export function TextLink({ className, ...rest }: LinkProps) {
  return <PlainLink className={cn('text-link', className)} {...rest} />;
}
