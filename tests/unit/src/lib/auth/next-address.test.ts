import { nextAddress, signInAddress } from '$lib/auth/next-address';
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
	'javascript:alert(1)',
	'folders',
	'',
])('never leads to %j', (address) => {
	expect(nextAddress(signIn(address))).toBe('/folders');
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
