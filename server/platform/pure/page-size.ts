/** Rows of one page of a list: the default and the maximum. */
export const ROWS_DEFAULT = 50;
export const ROWS_MAX = 200;
/** Maximum length of the cursor of the next page, in characters. */
export const CURSOR_CHARS_MAX = 500;
