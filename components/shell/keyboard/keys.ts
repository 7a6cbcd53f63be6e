/** Every key that our pages listen to, as the help lists them. */
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

/** Whether the user is typing in a field, so that a single letter is text and not a command. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

/** Whether a key was pressed alone and outside of every field, so that the page may handle it. */
export function isPlainKey(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target));
}

/** Whether a dialog is open, which then receives the keys instead of the page behind it. */
export function dialogIsOpen(): boolean {
  return document.querySelector('[role=dialog],[role=alertdialog]') !== null;
}
