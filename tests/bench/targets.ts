/** What one benchmark measures, in the words of docs/performance.md. */
export interface Target {
	readonly what: string;
	/** What runs beside it, in the same run. */
	readonly reference: string;
	readonly target: string;
}

/** Every benchmark by its name; `npm run docs` draws the table in docs/performance.md from these lines. */
export const targets = {
	sign: [
		{
			what: '1,000 addresses for parts signed',
			reference: '`getSignedUrl` of the SDK, byte for byte the same over 10,000 keys',
			target: '≥ 5×',
		},
	],
	cold: [
		{
			what: 'a fresh process of each function to its first answer, without database and S3 (B13)',
			reference: 'SDK, presigner and mysql2 bundled by esbuild’s defaults: an address signed',
			target: '≤ 0.4; ≤ 200 kB gzipped',
		},
		{
			what: 'the same to the answer of a first request or event, verified, which asks database and S3',
			reference: 'the same defaults: a row read, an object looked at, an address signed',
			target: '≤ 0.45',
		},
	],
	flood: [
		{
			what: 'what one person waits for beside 500 requests a second of another',
			reference: 'the same person alone',
			target: '99th percentile ≤ 2×',
		},
	],
	people: [
		{
			what: 'three people who send and list 200 files of 20 kB each to `npm start`, at once',
			reference: 'the same one after the other',
			target: 'no longer',
		},
	],
	totals: [
		{
			what: 'a commit of 500 files, twenty folders deep, with its totals',
			reference: 'the same commit without totals',
			target: '≤ 1.15×',
		},
		{
			what: 'a move of a subtree of a million files',
			reference: 'one row',
			target: '≤ 1.5×',
		},
	],
	'upload-small': [
		{
			what: '1,000 files of 20 kB in a browser, listed and with S3’s events followed (B1)',
			reference: 'Uppy 6 into the same vault, with a call to begin and one to commit for each file',
			target: '≥ 1.3× at L0, ≥ 2× at L1',
		},
		{
			what: 'the same (B2)',
			reference: 'forms that are signed already, sent by `fetch` and nothing else',
			target: '≥ 0.9',
		},
		{
			what: 'API calls and preflights for them (B17)',
			reference: 'two calls for each file',
			target: '≥ 50× fewer',
		},
	],
	'upload-large': [
		{
			what: 'a file of 1 GiB in a browser, until it is listed (B3)',
			reference: 'six addresses for parts of 16 MiB at a time, signed already',
			target: '≥ 1.0',
		},
		{
			what: 'the same (B3)',
			reference: 'the same six, with the SHA-256 of each part made by the page and compared by S3',
			target: '≥ 0.95',
		},
		{
			what: 'the same (B3)',
			reference:
				'Uppy 6 as it is when nothing is set, each request signed for itself, without a commit',
			target: '≥ 1.3× at L0, ≥ 2× at L1',
		},
		{
			what: 'API calls for it',
			reference: 'one for each part',
			target: '≥ 2× fewer',
		},
		{
			what: 'by how much the page grows meanwhile',
			reference: 'eight parts of 16 MiB',
			target: 'no more',
		},
	],
	resume: [
		{
			what: 'bytes of a file of 1 GiB that are sent again where its tab was closed at 60 % (B4)',
			reference: 'six parts of 16 MiB, which were on their way',
			target: 'no more',
		},
		{
			what: 'from choosing the file again to its first request to S3',
			reference: '300 ms',
			target: 'no more',
		},
	],
	thumbs: [
		{
			what: '100 photos of 12 megapixels in a browser, until all are stored (B16)',
			reference: 'the same bytes under names of which no picture is drawn',
			target: '≥ 0.95',
		},
		{
			what: 'until the last picture is there, after the last file is stored',
			reference: '10 s',
			target: 'no longer',
		},
		{
			what: 'the longest task of the page meanwhile, of the processor',
			reference: '50 ms',
			target: 'no longer',
		},
	],
	zip: [
		{
			what: 'by how much pages and service worker grow while zips of 300 MB, of 900 MB and of 5,000 files are saved through the worker',
			reference: '192 MiB',
			target: 'no more',
		},
	],
	start: [
		{
			what: '`npm start`, built and packaged, until the vault is ready',
			reference: '10 s',
			target: 'no longer',
		},
	],
	ui: [
		{
			what: '100,000 entries: a fling through the list, and jumps in it; the 95th percentile of frames (B14)',
			reference: 'a bare list of 30 recycled rows',
			target: '≥ 0.95; ≤ 17.5 ms on a quiet machine',
		},
		{
			what: 'what the page takes of the processor for a frame of it',
			reference: '8 ms',
			target: 'no longer',
		},
		{
			what: 'elements of the document in its list meanwhile',
			reference: '250 rows',
			target: 'no more',
		},
	],
	gallery: [
		{
			what: 'bytes of the first screen of a gallery, on a phone’s line (B15)',
			reference: 'a grid of the originals, loaded as they are seen',
			target: '≥ 5× fewer',
		},
		{
			what: 'until its first screen of pictures is there',
			reference: '1.5 s',
			target: 'no longer',
		},
	],
	listing: [
		{
			what: 'a page of 200 from anywhere in a folder of a million: by name, by date, by size; recent files and the gallery (B7)',
			reference: 'the same number of rows from anywhere by their primary key',
			target: '95 of 100: ≤ 1.2× by name, ≤ 2× in other orders',
		},
		{
			what: 'rows that the database reads for it (B7)',
			reference: 'the page, and the row that tells whether it goes on',
			target: '≤ 201',
		},
		{
			what: 'page 5,000, and a hundred of a million (B9)',
			reference: 'page 1, and a folder of a hundred',
			target: '≤ 1.1×',
		},
	],
	search: [
		{
			what: 'matches shown for 53 parts of names and 53 names, of a million (B11)',
			reference: 'every name looked at',
			target: 'none missed while fewer than 100 are shown',
		},
		{
			what: 'names that begin with six letters (B11)',
			reference: 'the target, which is fixed: nothing runs beside it',
			target: '95 of 100 ≤ 2 ms',
		},
		{
			what: 'first answers to a rare part, a common word, two common words, a date (B11)',
			reference: 'the target, which is fixed; `LIKE` for the last',
			target: '95 of 100 ≤ 20 ms; ≥ 10×',
		},
	],
	move: [
		{
			what: 'ten thousand folders with a million files move, and go into the trash and back (B10)',
			reference:
				'a change of one row; for a move also nine statements of one row each; a folder’s has up to eleven',
			target: '≤ 1.5×',
		},
		{
			what: 'a million files come back from the trash (B10)',
			reference: 'a hundred files',
			target: '≤ 1.5×',
		},
		{
			what: 'the way up from twenty folders deep (B10)',
			reference: 'twenty reads by key',
			target: '≤ 1×',
		},
	],
	purge: [
		{
			what: '2,000 files of a folder deleted forever, S3 left out',
			reference: 'their rows deleted by owner, in three statements',
			target: '≤ 4×',
		},
		{
			what: '2,000 loose files',
			reference: 'as many of a folder',
			target: '≤ 1.2×',
		},
	],
	api: [
		{
			what: 'a page of 200 through gateway and function (B8)',
			reference: 'a function that reads one row by its key',
			target: '95 of 100 ≤ + 2 ms',
		},
	],
	reconcile: [
		{
			what: 'a million rows compared with a million objects, some planted, in a process of its own (B18)',
			reference: 'the target, which is fixed: nothing runs beside it',
			target: '≤ 5 minutes, ≤ 256 MiB',
		},
	],
	fsck: [
		{
			what: 'everything of a million files looked at, in a process of its own; S3 answers at once',
			reference: 'the target, which is fixed: nothing runs beside it',
			target: '≤ 10 minutes, ≤ 256 MiB',
		},
	],
	weight: [
		{
			what: 'JavaScript of the sign-in page and of the first list, gzipped',
			reference: 'Storage Browser for S3 with its sign-in, 405 kB',
			target: '≤ 60 kB and ≤ 90 kB',
		},
	],
	lcp: [
		{
			what: 'the first list by a browser that was never there: 150 ms, 10 Mbit/s, a four times slower processor',
			reference: 'the target, or another build (`BEFORE=DIRECTORY`)',
			target: '≤ 1.2 s',
		},
	],
} as const satisfies Readonly<Record<string, readonly Target[]>>;

export type BenchmarkName = keyof typeof targets;
