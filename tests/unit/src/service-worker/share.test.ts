// @vitest-environment node
import { afterEach, expect, it, vi } from 'vitest';
import { isShare, park, SHARED } from '../../../../src/service-worker/share';

afterEach(() => vi.unstubAllGlobals());

/** The caches of a browser that has room for so many answers. */
function caches(room = Number.POSITIVE_INFINITY) {
	const kept: Response[] = [];
	const put = vi.fn((address: string, answer: Response) => {
		expect(address).toMatch(/^\/share\/[-\da-f]{36}$/);
		if (kept.length >= room) return Promise.reject(new DOMException('', 'QuotaExceededError'));
		kept.push(answer);
		return Promise.resolve();
	});
	const open = vi.fn(() => Promise.resolve({ put }));
	vi.stubGlobal('caches', { open });
	return { kept, open };
}

function shared(fields: Readonly<Record<string, string | readonly File[]>>): Request {
	const body = new FormData();
	for (const [name, values] of Object.entries(fields)) {
		for (const value of [values].flat()) body.append(name, value);
	}
	return new Request('https://vault.example/share', { method: 'POST', body });
}

const file = (name: string, type = 'image/png') =>
	new File([`bytes of ${name}`], name, { type, lastModified: 86_400_000 });

it.each([
	['POST', '/share', true],
	['GET', '/share', false],
	['POST', '/shared', false],
])('takes a %s to %s: %s', (method, path, expected) => {
	const address = new URL(path, 'https://vault.example');

	expect(isShare(new Request(address, { method }), address)).toBe(expected);
});

it('keeps each file with its name, kind and date, and leads to the vault', async () => {
	const { kept, open } = caches();

	const answer = await park(shared({ files: [file('Grüße.png'), file('b.txt', 'text/plain')] }));

	expect([answer.status, answer.headers.get('location')]).toEqual([303, '/folders']);
	expect(open).toHaveBeenCalledWith(SHARED);
	const told = kept.map(({ headers }) => [
		decodeURIComponent(headers.get('x-name') ?? ''),
		headers.get('content-type'),
		headers.get('x-last-modified'),
	]);
	expect(told.map(([name, type]) => [name, type])).toEqual([
		['Grüße.png', 'image/png'],
		['b.txt', 'text/plain'],
	]);
	expect(told.every(([, , at]) => Number(at) > 0)).toBe(true);
	expect(await kept[0]?.text()).toBe('bytes of Grüße.png');
});

it('makes one text of words and addresses that come without a file', async () => {
	const { kept } = caches();

	await park(shared({ title: 'A page', text: '', url: 'https://example.org' }));

	expect(kept.map(({ headers }) => headers.get('x-name'))).toEqual(['']);
	expect(await kept[0]?.text()).toBe('A page\nhttps://example.org');
});

it('keeps nothing of an empty share', async () => {
	const { kept } = caches();

	const answer = await park(shared({ title: '' }));

	expect(answer.headers.get('location')).toBe('/folders');
	expect(kept).toEqual([]);
});

it('keeps what there is room for, and leads to where that is said', async () => {
	const { kept } = caches(1);

	const answer = await park(shared({ files: [file('a.png'), file('b.png')] }));

	expect([answer.status, answer.headers.get('location')]).toEqual([303, '/folders?not-shared']);
	expect(kept).toHaveLength(1);
});
