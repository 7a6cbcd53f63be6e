import { cva } from 'class-variance-authority';

/**
 * `primary` (text colour) is the way on; solid red only for an action that changes production now; `refuse` for every
 * other refusal.
 */
export const buttonStyles = cva(
  [
    'inline-flex flex-none cursor-pointer items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap no-underline',
    'transition-colors duration-(--fast) ease-look',
    'disabled:cursor-not-allowed disabled:border-border disabled:bg-muted disabled:text-muted-foreground',
    'aria-disabled:cursor-not-allowed aria-disabled:border-border aria-disabled:bg-muted aria-disabled:text-muted-foreground',
  ],
  {
    variants: {
      variant: {
        primary:
          'border-primary bg-primary text-primary-foreground hover:bg-[color-mix(in_oklch,var(--primary)_88%,var(--background))]',
        outline: 'border-border-strong bg-card text-foreground hover:bg-accent',
        ghost: 'border-transparent bg-transparent text-foreground hover:bg-accent',
        danger:
          'border-destructive bg-destructive text-destructive-foreground hover:bg-[color-mix(in_oklch,var(--destructive)_90%,var(--foreground))]',
        refuse: 'border-border-strong bg-card text-fail hover:bg-accent',
      },
      size: {
        md: 'h-8 px-3 text-13 phone:h-10',
        sm: 'h-6.5 px-2 text-12 phone:h-8',
        icon: 'size-7.5 p-0 phone:size-10',
        'icon-sm': 'size-6.5 p-0 phone:size-8',
      },
    },
    defaultVariants: { variant: 'outline', size: 'md' },
  },
);
