import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Chip, Mono } from '#components/ui/tags.tsx';
import { inputLine } from '../input-line.ts';

type Item = Outputs['evals']['items']['data'][number];

/** One row for each item. Long inputs are cut to three lines; the title has the whole text. */
export function ItemsTable({ items }: { items: Item[] }) {
  return (
    <Table label="Items" stack>
      <THead>
        <Tr>
          <Th>Item</Th>
          <Th>Input</Th>
          <Th>Expected</Th>
          <Th>Category</Th>
          <Th num>Weight</Th>
        </Tr>
      </THead>
      <TBody>
        {items.map((item) => (
          <Tr key={item.id}>
            <Td head className="max-w-48 py-2 align-top [overflow-wrap:anywhere] phone:max-w-none">
              <Mono>{item.id}</Mono>
            </Td>
            <Td label="Input" className="py-2 align-top">
              <span className="line-clamp-3 max-w-[80ch] [overflow-wrap:anywhere]" title={inputLine(item.input)}>
                {inputLine(item.input)}
              </span>
            </Td>
            <Td label="Expected" className="py-2 align-top">
              <span className="line-clamp-3 max-w-[40ch] [overflow-wrap:anywhere]" title={item.expected ?? undefined}>
                {item.expected ?? <span className="text-muted-foreground">–</span>}
              </span>
            </Td>
            <Td label="Category" className="py-2 align-top">
              <span className="flex flex-wrap justify-end gap-1 min-[721px]:justify-start">
                <Chip className="max-w-56 overflow-hidden">{item.category}</Chip>
                {item.tags.map((tag) => (
                  <span key={tag} className="text-12 text-muted-foreground">
                    {tag}
                  </span>
                ))}
              </span>
            </Td>
            <Td num label="Weight" className="py-2 align-top">
              {item.weight}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
