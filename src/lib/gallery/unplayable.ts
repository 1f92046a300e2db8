/** A film or a sound that this browser cannot play: nothing of it, or only without its picture. */
export class Unplayable extends Error {
	override readonly name = 'Unplayable';
	readonly part: 'picture' | 'whole';

	constructor(part: 'picture' | 'whole') {
		super(`the browser cannot play its ${part}`);
		this.part = part;
	}
}
