import type { Metadata } from 'next';
import { BarePage } from '#components/shell/bare-page.tsx';
import { NothingHere } from '#components/shell/nothing-here.tsx';

export const metadata: Metadata = { title: 'Nothing here' };

export default function NotFound() {
  return (
    <BarePage>
      <NothingHere />
    </BarePage>
  );
}
