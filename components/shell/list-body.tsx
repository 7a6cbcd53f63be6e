'use client';

import type { ReactNode } from 'react';
import { Button } from '../ui/form/button.tsx';
import { PanelFoot } from '../ui/panel.tsx';
import { NotLoaded } from './states/not-loaded.tsx';

type List = {
  isPending: boolean;
  isLoadingError: boolean;
  error: unknown;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
};

/**
 * The body of a panel with a list that is read page by page: `loading` until the first page is there, the error if it
 * could not be read, `empty` if that is given, else its rows; and a button labelled `more` while there are further
 * pages.
 */
export function ListBody({
  list,
  loading,
  empty,
  more,
  children,
}: {
  list: List;
  loading: ReactNode;
  empty: ReactNode;
  more: string;
  children: ReactNode;
}) {
  return (
    <>
      {list.isPending ? loading : list.isLoadingError ? <NotLoaded read={list} /> : empty || children}
      {list.hasNextPage && (
        <PanelFoot>
          <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {more}
          </Button>
        </PanelFoot>
      )}
    </>
  );
}
