'use client';

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder as placeholderText } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { pageNonce } from '#components/ui/page-nonce.ts';
import { look, variableMarks } from './variable-marks.ts';

/**
 * A text with its variables highlighted. Tab leaves it, as it leaves every field. The field is uncontrolled: it reads
 * its initial text once, reports changes by `onChange`, and applies `value` only when that differs from its own text.
 */
export function CodeField({
  label,
  value,
  onChange,
  placeholder = '',
  readOnly = false,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  placeholder?: string;
  readOnly?: boolean;
}) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const changed = useRef(onChange);
  const shown = useRef(value);
  const first = useRef({ value, placeholder, label, readOnly });
  useEffect(() => {
    changed.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (!host.current) return;
    const given = first.current;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: given.value,
        extensions: [
          EditorView.cspNonce.of(pageNonce()), // it inserts its style sheet into the page
          history(),
          drawSelection(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorState.readOnly.of(given.readOnly),
          EditorView.contentAttributes.of({ 'aria-label': given.label, spellcheck: 'true' }),
          placeholderText(given.placeholder),
          variableMarks,
          look,
          EditorView.updateListener.of((update) => {
            const text = update.state.doc.toString();
            if (!update.docChanged || text === shown.current) return;
            shown.current = text;
            changed.current(text);
          }),
        ],
      }),
    });
    editor.current = view;
    return () => view.destroy();
  }, []);

  useEffect(() => {
    // `onChange` is not called for changes that came in by `value`.
    shown.current = value;
    const view = editor.current;
    const now = view?.state.doc.toString();
    if (view && now !== value) view.dispatch({ changes: { from: 0, to: now?.length ?? 0, insert: value } });
  }, [value]);

  return <div ref={host} data-slot="code" className="min-w-0" />;
}
