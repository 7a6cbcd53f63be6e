/** Rows of one page of a list: as many as are sent where none are asked for, and the most. */
export const ROWS_DEFAULT = 50;
export const ROWS_MAX = 200;
/** Characters of the cursor that leads to the next page. */
export const CURSOR_CHARS_MAX = 500;
