/** The part of exifr that is used here; its own types are of its larger builds. */
declare module 'exifr/dist/mini.esm.mjs' {
	const exifr: {
		/** Undefined where the file has no EXIF. Rejects where it is broken, or of no kind that it knows. */
		parse(
			file: Blob | ArrayBuffer,
			options: {
				/** By number; all others are passed over. */
				readonly exif: readonly number[];
				readonly ifd0?: readonly number[];
				readonly gps?: readonly number[];
				readonly translateValues?: boolean;
				readonly translateKeys: boolean;
				readonly reviveValues: boolean;
			},
		): Promise<Readonly<Record<number, unknown>> | undefined>;
	};
	export default exifr;
}
