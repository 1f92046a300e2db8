import { randomFrom, type Random } from '../support/random.ts';

/** What a file is made of, before it is made. */
export interface PlannedFile {
	/** Names of its folders from the top; a file is never at the top itself. */
	readonly folders: readonly [string, ...string[]];
	readonly name: string;
	readonly kind: 'jpeg' | 'png' | 'webp' | 'webm' | 'pdf' | 'txt' | 'csv' | 'md';
	/** Which of the pictures or films it shows, or what its text begins with. */
	readonly look: number;
	readonly modifiedAt: Date;
}

/** Pictures that are drawn anew; after that many they come again, in files of other names and dates. */
const LOOKS = 48;

/** Where the newest file is dated: given, so that the same seed always makes the same vault. */
const NEWEST = Date.UTC(2026, 10, 20);
const DAY_MS = 24 * 3600 * 1000;

const trips = [
	'Lisbon',
	'Lake Garda',
	'Norway by train',
	'Grandma’s 80th',
	'Hiking in the Alps',
	'京都',
	'Bretagne',
	'Weekend in Ghent',
	'Garden',
	'Kindergarten',
	'Island, die Ringstraße',
	'New flat',
] as const;
const clients = ['Harbour Café', 'Müller & Söhne', 'City Library', 'Northwind'] as const;
const papers = ['Invoice', 'Contract', 'Minutes', 'Offer', 'Letter', 'Receipt', 'Report'] as const;
const notes = [
	'Ideas',
	'Reading list',
	'Packing list',
	'Questions for the doctor',
	'Gifts',
	'Budget',
	'To call',
] as const;
const recipes = [
	'Pumpkin soup',
	'Apple cake',
	'Dal',
	'Pão de queijo',
	'Rye bread',
	'Risotto',
	'Crème brûlée',
] as const;
const tables = ['Mileage', 'Electricity', 'Household', 'Training', 'Guests'] as const;

/** Shares of a vault in percent; together 100. */
const shares: readonly (readonly [percent: number, make: (random: Random) => Draft])[] = [
	[58, photo],
	[6, screenshot],
	[4, picture],
	[5, film],
	[12, paper],
	[8, note],
	[4, recipe],
	[3, table],
];

type Draft = Omit<PlannedFile, 'look'>;

/** The files of a vault, in the order in which they are sent; no two have the same name in one folder. */
export function planVault(seed: string, count: number): readonly PlannedFile[] {
	const random = randomFrom(seed);
	const taken = new Set<string>();
	return Array.from({ length: count }, () => {
		const draft = drawn(random)(random);
		const name = freeName(draft, taken);
		return { ...draft, name, look: random.whole(0, LOOKS - 1) };
	});
}

function drawn(random: Random): (random: Random) => Draft {
	let left = random.next() * 100;
	for (const [percent, make] of shares) {
		left -= percent;
		if (left < 0) return make;
	}
	return photo;
}

/** Counts up, as people's devices do: `Invoice.pdf`, `Invoice 2.pdf`. Case is ignored, as in a vault. */
function freeName({ folders, name }: Draft, taken: Set<string>): string {
	const [, stem = name, extension = ''] = /^(.*)(\.[^.]+)$/.exec(name) ?? [];
	for (let number = 1; ; number += 1) {
		const candidate = number === 1 ? name : `${stem} ${String(number)}${extension}`;
		const path = [...folders, candidate].join('/').toLowerCase();
		if (taken.has(path)) continue;
		taken.add(path);
		return candidate;
	}
}

/** More of late than of long ago: half of all files are from the last two years. */
function someDay(random: Random): Date {
	const daysAgo = random.next() ** 2 * 8 * 365;
	return new Date(NEWEST - Math.floor(daysAgo * DAY_MS));
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
const year = (date: Date): string => day(date).slice(0, 4);
const digits = (random: Random, length: number): string =>
	String(random.whole(0, 10 ** length - 1)).padStart(length, '0');

function photo(random: Random): Draft {
	const modifiedAt = someDay(random);
	const month = day(modifiedAt).slice(0, 7);
	// One occasion a month, so that its folder fills.
	const trip = `${month} ${randomFrom(month).pick(trips)}`;
	const kind = random.next() < 0.93 ? 'jpeg' : 'webp';
	const name = `IMG_${digits(random, 4)}.${kind === 'jpeg' ? 'jpg' : 'webp'}`;
	return { folders: ['Photos', year(modifiedAt), trip], name, kind, modifiedAt };
}

function screenshot(random: Random): Draft {
	const modifiedAt = someDay(random);
	const time = modifiedAt.toISOString().slice(11, 19).replaceAll(':', '.');
	const name = `Screenshot ${day(modifiedAt)} at ${time}.png`;
	return { folders: ['Photos', 'Screenshots'], name, kind: 'png', modifiedAt };
}

function picture(random: Random): Draft {
	const name = `draft-${digits(random, 3)}.webp`;
	return {
		folders: ['Work', random.pick(clients), 'Pictures'],
		name,
		kind: 'webp',
		modifiedAt: someDay(random),
	};
}

function film(random: Random): Draft {
	const modifiedAt = someDay(random);
	const name = `VID_${day(modifiedAt).replaceAll('-', '')}_${digits(random, 4)}.webm`;
	return { folders: ['Films', year(modifiedAt)], name, kind: 'webm', modifiedAt };
}

function paper(random: Random): Draft {
	const modifiedAt = someDay(random);
	const what = random.pick(papers);
	const folders: Draft['folders'] =
		random.next() < 0.5
			? ['Documents', year(modifiedAt), `${what}s`]
			: ['Work', random.pick(clients), year(modifiedAt)];
	return { folders, name: `${day(modifiedAt)} ${what}.pdf`, kind: 'pdf', modifiedAt };
}

function note(random: Random): Draft {
	const kind = random.next() < 0.5 ? 'txt' : 'md';
	return {
		folders: ['Notes'],
		name: `${random.pick(notes)}.${kind}`,
		kind,
		modifiedAt: someDay(random),
	};
}

function recipe(random: Random): Draft {
	return {
		folders: ['Kitchen', 'Recipes'],
		name: `${random.pick(recipes)}.md`,
		kind: 'md',
		modifiedAt: someDay(random),
	};
}

function table(random: Random): Draft {
	const modifiedAt = someDay(random);
	const name = `${random.pick(tables)} ${year(modifiedAt)}.csv`;
	return { folders: ['Documents', year(modifiedAt)], name, kind: 'csv', modifiedAt };
}
