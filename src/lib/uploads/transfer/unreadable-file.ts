/** `unreadable` says no more than that: a lock, a missing permission and a file that was saved meanwhile look alike to a page. */
type UnreadableReason = 'changed' | 'gone' | 'unreadable';

/** The device no longer gives the bytes that were chosen. */
export class UnreadableFile extends Error {
	override readonly name = 'UnreadableFile';
	readonly why: UnreadableReason;

	constructor(why: UnreadableReason, options?: ErrorOptions) {
		super(`file ${why}`, options);
		this.why = why;
	}

	/** By the name of what a browser throws from a read: `NotFoundError` where the file is not there any more. */
	static from(errorName: string): UnreadableFile {
		return new UnreadableFile(errorName === 'NotFoundError' ? 'gone' : 'unreadable');
	}
}
