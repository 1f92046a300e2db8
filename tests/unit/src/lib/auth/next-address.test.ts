import { nextAddress, signInAddress } from '$lib/auth/next-address';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const here = 'https://vault.example';
const signIn = (next: string) => new URL(`${here}/sign-in?next=${encodeURIComponent(next)}`);

test.each(['/folders/0198', '/search?query=a%20b', '/gallery#may', '/trash'])(
	'leads back to %s',
	(address) => {
		expect(nextAddress(signIn(address))).toBe(address);
	},
);

test.each([
	'https://evil.example/',
	'//evil.example/',
	'/\\evil.example',
	'\\\\evil.example',
	'/.//evil.example',
	'/..//evil.example',
	'/folders/../..//evil.example/',
	'/%2e//evil.example',
	'/.\\/evil.example',
	'/\t/evil.example',
	'/./\n/evil.example',
	'/.///evil.example',
	'///evil.example',
	'/.//user@evil.example',
	'javascript:alert(1)',
	'folders',
	'',
])('never leads to %j', (address) => {
	expect(nextAddress(signIn(address))).toBe('/folders');
});

test('stays on this site, whatever is asked for and however often it is parsed', () => {
	const parts = fc.constantFrom(
		...['/', '\\', '.', '..', '%2e', '%2f', '%5c', '\t', '\n', '@', ':', '?', '#', 'evil.example'],
		...['https:', 'folders', ' '],
	);
	const asked = fc.oneof(
		fc.string(),
		fc.array(parts, { maxLength: 8 }).map((all) => all.join('')),
	);
	fc.assert(
		fc.property(asked, (text) => {
			const address = nextAddress(signIn(text));

			const once = new URL(address, here);
			const twice = new URL(once.pathname + once.search + once.hash, here);
			expect([once.origin, twice.origin]).toEqual([here, here]);
			expect(twice.href).toBe(once.href);
		}),
		{ numRuns: 2000 },
	);
});

test('leads to the folders where nothing was asked for', () => {
	expect(nextAddress(new URL(`${here}/sign-in`))).toBe('/folders');
});

test.each([
	['/gallery', '/sign-in?next=%2Fgallery'],
	['/search?query=a', '/sign-in?next=%2Fsearch%3Fquery%3Da'],
	['/folders', '/sign-in'],
	['/', '/sign-in'],
])('remembers %s as %s', (address, remembered) => {
	expect(signInAddress(new URL(here + address))).toBe(remembered);
});
