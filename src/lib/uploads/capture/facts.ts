import type { Captured } from './captured';
import type { PictureSize } from './picture-size';

/** What a picture or a film says of itself; each is undefined where it does not. */
export interface FileFacts {
	readonly taken?: Captured | undefined;
	/** As it is shown, in pixels. */
	readonly size?: PictureSize | undefined;
	/** How long it plays. */
	readonly seconds?: number | undefined;
}
