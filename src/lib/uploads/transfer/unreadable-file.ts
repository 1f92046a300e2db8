/** The device no longer gives the bytes that were chosen. */
export class UnreadableFile extends Error {
	override readonly name = 'UnreadableFile';
	readonly why: 'changed' | 'gone';

	constructor(why: 'changed' | 'gone', options?: ErrorOptions) {
		super(`file ${why}`, options);
		this.why = why;
	}

	/** By the name of what a browser throws from a read: `NotFoundError` where the file is not there any more. */
	static from(errorName: string): UnreadableFile {
		return new UnreadableFile(errorName === 'NotFoundError' ? 'gone' : 'changed');
	}
}
