/** White space, controls, marks of direction and whatever else is drawn as nothing, such as U+200B and the Braille blank. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Z}\u2800]/gu;

/** Whether a reader sees anything of the text. */
export const isVisible = (text: string): boolean => text.replace(INVISIBLE, '') !== '';
