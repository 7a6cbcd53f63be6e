'use client';

import { JsonView } from '#components/ui/data/json-view.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Sheet } from '#components/ui/overlay/sheet.tsx';

/** Everything that the verdict was computed from, as JSON. */
export function Evidence({ gate, name }: { gate: unknown; name: string }) {
  const text = () => JSON.stringify(gate, null, 2);
  return (
    <Sheet
      title={`Evidence of ${name}`}
      trigger={
        <button type="button" className="text-link cursor-pointer">
          evidence
        </button>
      }
    >
      <div className="grid gap-3">
        <p className="text-12 text-muted-foreground">
          The verdict as it was stored, with runs, figures, bounds, rules and method. The same runs give the same
          verdict.
        </p>
        <div className="flex gap-2">
          <CopyButton text={text()} label="Copy the JSON" />
          <Button
            size="sm"
            icon="export"
            onClick={() => download(`${name.replaceAll(/[^\w.-]+/g, '-')}-evidence.json`, text())}
          >
            Download
          </Button>
        </div>
        <JsonView label={`Evidence of ${name}`} value={JSON.parse(text())} openDepth={2} />
      </div>
    </Sheet>
  );
}

function download(fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: fileName });
  link.click();
  URL.revokeObjectURL(address);
}
