import { randomFrom, type Random } from '../../support/random.ts';

/** Words of all of these are in a tenth of the names each, or fewer. */
const WORDS: readonly [string, ...string[]] = [
	...[
		'holiday',
		'beach',
		'wedding',
		'garden',
		'winter',
		'concert',
		'birthday',
		'mountain',
		'harbour',
	],
	...['invoice', 'contract', 'report', 'budget', 'minutes', 'receipt', 'statement', 'insurance'],
	...['kitchen', 'bathroom', 'roof', 'plumbing', 'drawing', 'sketch', 'letter', 'recipe', 'ticket'],
	...['Zürich', 'Kraków', 'Ålesund', 'Łódź', 'München', 'København', 'Paris', 'Lisboa', 'Praha'],
	...['grandma', 'Anna', 'Bogdan', 'Chiara', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hiroshi', 'Ines'],
	...[
		'draft',
		'final',
		'signed',
		'copy',
		'scan',
		'export',
		'backup',
		'notes',
		'summary',
		'archive',
	],
] as [string, ...string[]];
const SYLLABLES: readonly [string, ...string[]] = [
	...[
		'ka',
		'lo',
		'mi',
		'ren',
		'tu',
		'vas',
		'ber',
		'nor',
		'shi',
		'da',
		'quil',
		'fen',
		'jor',
		'pel',
		'zu',
	],
] as [string, ...string[]];

export interface NamedFile {
	readonly name: string;
	readonly contentType: string;
	readonly sizeBytes: number;
	readonly modifiedAt: Date;
}

/** Names as a vault of many years has them: half are of cameras, the others words, dates and numbers. The same for the same seed. */
export function* fileNames(seed: string, count: number): Generator<NamedFile> {
	const random = randomFrom(seed);
	for (let i = 0; i < count; i++) {
		const modifiedAt = new Date(Date.UTC(2004, 0, 1) + random.whole(0, 22 * 365 * 86_400) * 1000);
		yield { ...nameOf(random, i, modifiedAt), modifiedAt };
	}
}

function nameOf(random: Random, i: number, at: Date) {
	const day = at.toISOString().slice(0, 10);
	const sizeBytes = random.whole(20_000, 9_000_000);
	const kind = random.next();
	// The number of each makes it the only one of its name.
	const n = String(i);
	if (kind < 0.3)
		return { name: `IMG_${n.padStart(7, '0')}.jpg`, sizeBytes, contentType: 'image/jpeg' };
	if (kind < 0.5) {
		const name = `IMG_${day.replaceAll('-', '')}_${n}.jpg`;
		return { name, sizeBytes, contentType: 'image/jpeg' };
	}
	if (kind < 0.6) return { name: `VID_${n}.mp4`, sizeBytes, contentType: 'video/mp4' };
	const rare = `${random.pick(SYLLABLES)}${random.pick(SYLLABLES)}${random.pick(SYLLABLES)}`;
	if (kind < 0.85) {
		const name = `${random.pick(WORDS)} ${random.pick(WORDS)} ${n}.pdf`;
		return { name, sizeBytes, contentType: 'application/pdf' };
	}
	const name = `${random.pick(WORDS)} ${day} ${rare} ${n}.txt`;
	return { name, sizeBytes, contentType: 'text/plain' };
}
