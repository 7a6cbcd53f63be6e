import { THead, Th, Tr } from '#components/ui/data/table.tsx';

/** The head of a table whose last column holds buttons. A name that begins with # is of figures. */
export function ListHead({ columns }: { columns: readonly string[] }) {
  return (
    <THead>
      <Tr>
        {columns.map((name) => (
          <Th key={name} num={name.startsWith('#')}>
            {name.replace('#', '')}
          </Th>
        ))}
        <Th>
          <span className="sr-only">Actions</span>
        </Th>
      </Tr>
    </THead>
  );
}
