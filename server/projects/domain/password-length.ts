export const PASSWORD_LENGTH_MIN = 8;
/** Hashing time does not grow with length, but the body that carries it is bounded. */
export const PASSWORD_LENGTH_MAX = 256;
