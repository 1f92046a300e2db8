/** What of a file decides where it stands in the gallery: times as ISO 8601 or as dates. */
interface Datable<Time extends Date | string> {
	readonly media: {
		readonly takenAt: Time | null;
		readonly utcOffsetMinutes: number | null;
	} | null;
	readonly modifiedAt: Time | null;
	readonly createdAt: Time;
}

/**
 * [Note: The order of the gallery] By the day on which a picture was taken where it was taken, and within a day by the instant. By the instant
 * alone a flight over the date line would tear its days apart: of two pictures the later one may be of the day before. So
 * each day, and each month, is one range of the list, and is headed by the date that the clock on the wall showed.
 *
 * The day follows from an instant and the offset of that clock from UTC. What is stored is both, and not the local time: cameras
 * that say no zone are then in order with phones that do, as far as the device that read the file was in the same zone.
 */
export function takenAt<Time extends Date | string>(file: Datable<Time>): Time {
	return file.media?.takenAt ?? file.modifiedAt ?? file.createdAt;
}

/** The day on the clock where it was taken, as `2012-04-16`; that of UTC where no clock is known. */
export function takenOn(file: Datable<Date | string>): string {
	const offset = file.media?.utcOffsetMinutes ?? 0;
	const local = new Date(takenAt(file)).getTime() + offset * 60_000;
	return new Date(local).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
