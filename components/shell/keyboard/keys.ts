/** Every key that a page of ours listens to, as the help lists them. */
export const KEYS: { group: string; keys: { press: string[]; does: string }[] }[] = [
  {
    group: 'Everywhere',
    keys: [
      { press: ['Ctrl or ⌘', 'K'], does: 'Find anything' },
      { press: ['?'], does: 'Show these keys' },
      { press: ['u'], does: 'Undo what a notice offers to undo' },
      { press: ['Esc'], does: 'Close what is open' },
    ],
  },
  {
    group: 'In lists',
    keys: [
      { press: ['j', 'k'], does: 'Next, previous' },
      { press: ['/'], does: 'Search in the list' },
      { press: ['Enter'], does: 'Open' },
      { press: ['e'], does: 'Edit the prompt' },
      { press: ['d'], does: 'Put the version into the diff' },
    ],
  },
];

/** Whether the reader is writing, so that a single letter is text and not a key of ours. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

/** A key alone, pressed outside of every field: one that the page may take for its own. */
export function isPlainKey(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target));
}

/** Whether a dialog is open, so that keys are for it and not for the page behind it. */
export function dialogIsOpen(): boolean {
  return document.querySelector('[role=dialog],[role=alertdialog]') !== null;
}
