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
			what: 'a fresh process of each function to its first answer, and to all that a first request reads',
			reference: 'SDK, presigner and mysql2 bundled by esbuild’s defaults',
			target: '≤ 0.4 to the first answer, ≤ 0.45 for the whole; ≤ 200 kB gzipped',
		},
	],
	flood: [
		{
			what: 'what one person waits for beside 500 requests a second of another',
			reference: 'the same person alone',
			target: '99th percentile ≤ 2×',
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
