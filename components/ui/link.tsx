import type { Route } from 'next';
import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export type LinkProps = Omit<ComponentProps<typeof NextLink>, 'href'> & { href: string };

/** A link without a look of its own, for rows, tabs, tiles and buttons that lead somewhere. */
export function PlainLink({ href, ...rest }: LinkProps) {
  // Addresses come as strings from the functions in shell/to.ts, which a test opens one by one.
  return <NextLink href={href as Route} {...rest} />;
}

/** A link in text: ink with a grey underline. */
export function TextLink({ className, ...rest }: LinkProps) {
  return <PlainLink className={cn('text-link', className)} {...rest} />;
}
