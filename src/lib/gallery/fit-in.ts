/** In pixels; both are 0 while unknown. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

/** The size of a picture that is wholly seen in a box: never larger than it is. */
export function fitIn(box: Size, picture: Size): Size {
	if (picture.width === 0 || picture.height === 0) return { width: 0, height: 0 };
	const scale = Math.min(1, box.width / picture.width, box.height / picture.height);
	return { width: picture.width * scale, height: picture.height * scale };
}
