import { Select } from '#components/ui/form/input.tsx';

/** Chooses one category of a dataset or a run, or all; `labelOf` may add to its name. */
export function CategoryFilter<Category extends { name: string }>({
  categories,
  value,
  onChange,
  labelOf = ({ name }) => name,
}: {
  categories: readonly Category[];
  value: string;
  onChange: (category: string | null) => void;
  labelOf?: (category: Category) => string;
}) {
  return (
    <Select
      aria-label="Category"
      value={value}
      onChange={({ target }) => onChange(target.value || null)}
      className="w-44"
    >
      <option value="">All categories</option>
      {categories.map((category) => (
        <option key={category.name} value={category.name}>
          {labelOf(category)}
        </option>
      ))}
    </Select>
  );
}
