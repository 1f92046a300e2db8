import exifr from 'exifr/dist/mini.esm.mjs';
import { captured, type Captured } from './captured';

/** What a photograph says of itself; each is undefined where it does not. */
export interface CameraFacts {
	readonly taken: Captured | undefined;
	/** `Apple iPhone 15`. */
	readonly camera: string | undefined;
	/** `1/250 s · f/2.8 · ISO 100 · 35 mm`. */
	readonly exposure: string | undefined;
	/** In degrees, north and east positive. */
	readonly place: { readonly latitude: number; readonly longitude: number } | undefined;
}

/** https://www.cipa.jp/std/documents/download_e.html?CIPA_DC-008-2024-E, sections 4.6.4 to 4.6.7 */
const MAKE = 0x010f;
const MODEL = 0x0110;
const TIMES = [
	[0x9003, 0x9011],
	[0x9004, 0x9012],
] as const;
const EXPOSURE_TIME = 0x829a;
const F_NUMBER = 0x829d;
const ISO = 0x8827;
const FOCAL_LENGTH = 0x920a;
const GPS = { latitudeRef: 1, latitude: 2, longitudeRef: 3, longitude: 4 } as const;

const OPTIONS = {
	ifd0: [MAKE, MODEL],
	exif: [...TIMES.flat(), EXPOSURE_TIME, F_NUMBER, ISO, FOCAL_LENGTH],
	gps: Object.values(GPS),
	translateKeys: false,
	translateValues: false,
	reviveValues: false,
};

/** From the EXIF of a JPEG, HEIC or AVIF, which stands near its beginning. Undefined where it has none. Rejects where it is broken. */
export async function cameraFacts(beginning: Blob): Promise<CameraFacts | undefined> {
	const tags = await exifr.parse(beginning, OPTIONS);
	if (tags === undefined) return undefined;
	const [taken] = TIMES.flatMap(([time, offset]) => captured(tags[time], tags[offset]) ?? []);
	return { taken, camera: cameraOf(tags), exposure: exposureOf(tags), place: placeOf(tags) };
}

type Tags = Readonly<Record<number, unknown>>;

/** Makers often begin the model with their own name. */
function cameraOf(tags: Tags): string | undefined {
	const [make, model] = [tags[MAKE], tags[MODEL]].map((text) =>
		typeof text === 'string' ? text.replaceAll('\0', '').trim() : '',
	);
	if (!model) return make === '' ? undefined : make;
	return !make || model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
}

function exposureOf(tags: Tags): string | undefined {
	const [time, aperture, iso, focal] = [EXPOSURE_TIME, F_NUMBER, ISO, FOCAL_LENGTH].map((tag) =>
		positive(tags[tag]),
	);
	const words = [
		time && (time < 0.5 ? `1/${String(Math.round(1 / time))} s` : `${rounded(time)} s`),
		aperture && `f/${rounded(aperture)}`,
		iso && `ISO ${String(iso)}`,
		focal && `${rounded(focal)} mm`,
	].filter((each) => each !== undefined);
	return words.length === 0 ? undefined : words.join(' · ');
}

function placeOf(tags: Tags): CameraFacts['place'] {
	const latitude = degrees(tags[GPS.latitude], tags[GPS.latitudeRef] === 'S', 90);
	const longitude = degrees(tags[GPS.longitude], tags[GPS.longitudeRef] === 'W', 180);
	// Phones without a fix write zeros.
	const known =
		latitude !== undefined && longitude !== undefined && (latitude !== 0 || longitude !== 0);
	return known ? { latitude, longitude } : undefined;
}

function degrees(value: unknown, isNegative: boolean, most: number): number | undefined {
	if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return undefined;
	const [whole = NaN, minutes = 0, seconds = 0] = Array.from(value as ArrayLike<number>);
	const sum = whole + minutes / 60 + seconds / 3600;
	return sum <= most ? (isNegative ? -sum : sum) : undefined;
}

function positive(value: unknown): number | undefined {
	const [first] = Array.isArray(value) ? (value as unknown[]) : [value];
	return typeof first === 'number' && Number.isFinite(first) && first > 0 ? first : undefined;
}

const rounded = (value: number) => String(Math.round(value * 10) / 10);
