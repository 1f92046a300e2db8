/** A new identifier, never given before: a UUID of version 7, so that later ones sort behind earlier ones. */
export type NewId = () => string;
