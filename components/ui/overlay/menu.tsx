'use client';

import { lazy, type ReactNode, Suspense, use, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon, type IconName } from '#components/ui/icons/icon.tsx';
import { type Address, PlainLink } from '#components/ui/link.tsx';
import { MenuParts } from './menu-context.ts';
import { bindTrigger, type Trigger } from './use-overlay.ts';

const ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 text-13 no-underline outline-none select-none data-highlighted:bg-accent data-disabled:cursor-not-allowed data-disabled:text-muted-foreground phone:min-h-10';

const load = () => import('./menu-popup.tsx');
const MenuPopup = lazy(() => load().then((module) => ({ default: module.MenuPopup })));

/**
 * A list of actions or choices behind a button: `<Menu trigger={<Button icon="more" … />}>items</Menu>`. The list is a
 * chunk of its own; until the first click there is only the button.
 */
export function Menu({
  trigger,
  align = 'start',
  children,
}: {
  trigger: Trigger;
  align?: 'start' | 'end';
  children: ReactNode;
}) {
  const [wanted, setWanted] = useState(false);
  if (!wanted) return bindTrigger(trigger, 'menu', false, load, () => setWanted(true));
  return (
    <Suspense fallback={trigger}>
      <MenuPopup trigger={trigger} align={align}>
        {children}
      </MenuPopup>
    </Suspense>
  );
}

type Item = { icon?: IconName; hint?: ReactNode; children: ReactNode; className?: string };

function Inner({ icon, hint, children }: Item) {
  return (
    <>
      {icon && <Icon name={icon} size={14} />}
      <span className="min-w-0 flex-1">{children}</span>
      {hint && <span className="text-12 text-muted-foreground">{hint}</span>}
    </>
  );
}

/** An action. `refuse` in red text. A disabled one gives the reason in `hint`. */
export function MenuItem({
  onSelect,
  disabled,
  refuse = false,
  className,
  ...inner
}: Item & { onSelect: () => void; disabled?: boolean; refuse?: boolean }) {
  const Base = use(MenuParts);
  if (!Base) return null;
  return (
    <Base.Item onClick={onSelect} disabled={disabled} className={cn(ITEM, refuse && 'text-fail', className)}>
      <Inner {...inner} />
    </Base.Item>
  );
}

export function MenuLink({ href, className, ...inner }: Item & { href: Address }) {
  const Base = use(MenuParts);
  if (!Base) return null;
  return (
    <Base.LinkItem closeOnClick render={<PlainLink href={href} />} className={cn(ITEM, className)}>
      <Inner {...inner} />
    </Base.LinkItem>
  );
}

/** One of several choices, with a tick at the chosen one. */
export function MenuChoices<Value extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: Value | null;
  onChange: (value: Value) => void;
  options: ReadonlyArray<{ value: Value; label: ReactNode; hint?: ReactNode }>;
}) {
  const Base = use(MenuParts);
  if (!Base) return null;
  return (
    <Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)} aria-label={label}>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={ITEM}>
          <span className="grid size-3.5 flex-none place-items-center">
            <Base.RadioItemIndicator>
              <Icon name="check" size={14} />
            </Base.RadioItemIndicator>
          </span>
          <Inner hint={option.hint}>{option.label}</Inner>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-2 pb-0.5 text-11 font-medium text-muted-foreground">{children}</div>;
}

export function MenuDivider() {
  const Base = use(MenuParts);
  if (!Base) return null;
  return <Base.Separator className="my-1 h-px bg-border" />;
}
