import { expect, test } from 'vitest';
import { cn } from './cn.ts';

test('a grey link keeps its link class, and a grey size keeps its size', () => {
  expect(cn('text-link', 'text-muted-foreground')).toBe('text-link text-muted-foreground');
  expect(cn('text-12', 'text-muted-foreground')).toBe('text-12 text-muted-foreground');
});
