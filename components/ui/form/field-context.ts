import { createContext, use } from 'react';

/** The ids that a Field passes to the control inside it. */
export type FieldLink = { id: string; describedBy: string | undefined; invalid: boolean };

export const FieldContext = createContext<FieldLink | null>(null);

/** The attributes that tie a control to the label, hint and error of the Field around it. */
export function useFieldLink(): { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: true } {
  const link = use(FieldContext);
  if (!link) return {};
  return {
    id: link.id,
    ...(link.describedBy ? { 'aria-describedby': link.describedBy } : {}),
    ...(link.invalid ? { 'aria-invalid': true as const } : {}),
  };
}
