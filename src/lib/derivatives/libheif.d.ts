/** The part of libheif's own bindings that is used here. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
	export interface HeifImage {
		get_width(): number;
		get_height(): number;
		/** Fills `room` with RGBA, and calls back with it, or with null where it fails. */
		display(room: ImageData, done: (pixels: ImageData | null) => void): void;
		free(): void;
	}

	export default function start(options: { readonly wasmBinary: ArrayBuffer }): {
		readonly HeifDecoder: new () => { decode(file: ArrayBuffer): HeifImage[] };
	};
}
