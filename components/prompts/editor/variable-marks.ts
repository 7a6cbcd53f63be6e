import {
  Decoration,
  type DecorationSet,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { PLACEHOLDER } from '#server/prompts/domain/variables.ts';

const matcher = new MatchDecorator({
  // A copy: the shared expression is stateful.
  regexp: new RegExp(PLACEHOLDER.source, 'g'),
  decoration: Decoration.mark({ class: 'cm-variable' }),
});

/** Marks every `{{variable}}` that would be filled in; other braces are not marked. */
export const variableMarks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = matcher.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = matcher.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** The editor in the colours of the page, light and dark. */
export const look = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'transparent', color: 'var(--foreground)' },
  '&.cm-focused': { outline: '2px solid var(--ring)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '19px', overflowX: 'hidden' },
  '.cm-content': { caretColor: 'var(--foreground)', padding: '8px 0', minHeight: '58px' },
  '.cm-line': { padding: '0 12px' },
  '.cm-cursor': { borderLeftColor: 'var(--foreground)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'var(--candidate-soft) !important',
  },
  '.cm-placeholder': { color: 'var(--muted-foreground)' },
  '.cm-variable': {
    backgroundColor: 'var(--stable-soft)',
    borderRadius: '2px',
    fontWeight: '600',
    boxShadow: 'inset 0 -2px 0 var(--stable)',
  },
});
