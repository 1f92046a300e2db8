import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inLanguage } from '../../../../src/service-worker/language';

const spoken = { de: { ending: '.de-1f0c22.js', files: ['_app/immutable/nodes/1.js'] } };
const paths = ['/_app/immutable/nodes/1.js', '/_app/immutable/chunks/2.js', '/icon.svg'];

beforeEach(() => {
	vi.stubGlobal('fetch', vi.fn().mockResolvedValue(Response.json(spoken)));
});
afterEach(() => vi.unstubAllGlobals());

it.each(['de', 'de-CH'])('keeps the files that a page in %s loads', async (lang) => {
	expect(await inLanguage(paths, lang)).toEqual([
		'/_app/immutable/nodes/1.de-1f0c22.js',
		'/_app/immutable/chunks/2.js',
		'/icon.svg',
	]);
});

it.each(['en-GB', 'fr', ''])('keeps the English ones for a page in %j', async (lang) => {
	expect(await inLanguage(paths, lang)).toEqual(paths);
});

it('keeps nothing where the languages cannot be read: it is tried again at the next visit', async () => {
	vi.mocked(fetch).mockResolvedValue(new Response('', { status: 503 }));
	await expect(inLanguage(paths, 'de')).rejects.toThrow('languages');
});
