/** What is on its way beside the uploads, in the words of the tray's one line. */
export interface Beside {
	readonly title: string;
	readonly detail: string;
	/** From 0 to 1; undefined where it stands still and needs the person. */
	readonly fraction: number | undefined;
}
