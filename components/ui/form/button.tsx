import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon, type IconName } from '#components/ui/icons/icon.tsx';
import { type LinkProps, PlainLink } from '#components/ui/link.tsx';
import { buttonStyles } from './button-styles.ts';

type Look = VariantProps<typeof buttonStyles> & { icon?: IconName };

/** A verb, with its object where it could be mistaken ("Advance to 50 %"). Icon buttons need an `aria-label`. */
export function Button({
  variant,
  size,
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & Look) {
  return (
    <button data-slot="button" type={type} className={cn(buttonStyles({ variant, size }), className)} {...rest}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}

/** A link with the look of a button: it opens a page. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: LinkProps & Look) {
  return (
    <PlainLink data-slot="button" className={cn(buttonStyles({ variant, size }), className)} {...rest}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </PlainLink>
  );
}
