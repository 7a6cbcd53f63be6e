const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Every variable of the input, and what is expected. Long ones scroll in themselves. */
export function ItemInput({ input, expected }: { input: Readonly<Record<string, unknown>>; expected: string | null }) {
  const variables = Object.entries(input);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1 border-b bg-muted/60 px-3.5 py-2.5 phone:grid-cols-1">
      <dl className="grid min-w-0 content-start gap-1.5">
        {variables.length === 0 && <Pair name="Input" value="no input" />}
        {variables.map(([name, value]) => (
          <Pair key={name} name={variables.length === 1 ? 'Input' : name} value={text(value)} />
        ))}
      </dl>
      <dl className="min-w-0 max-w-80">
        <Pair name="Expected" value={expected ?? '–'} strong />
      </dl>
    </div>
  );
}

function Pair({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-12 text-muted-foreground">{name}</dt>
      <dd
        className={`max-h-40 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere] ${strong ? 'font-strong' : ''}`}
      >
        {value}
      </dd>
    </div>
  );
}
