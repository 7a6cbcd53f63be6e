import type { Metadata } from 'next';
import { BarePage } from '#components/shell/states/bare-page.tsx';
import { NothingHere } from '#components/shell/states/nothing-here.tsx';

export const metadata: Metadata = { title: 'Nothing here' };

export default function NotFound() {
  return (
    <BarePage>
      <NothingHere />
    </BarePage>
  );
}
