import { expect, it, vi } from 'vitest';
import { leaveOthers } from '../../../../src/service-worker/leave-others';

const worker = new URL('https://vault.example.com/service-worker.js?lang=de');

it('is left out of what goes to other origins', () => {
	const addRoutes = vi.fn(() => Promise.resolve());

	leaveOthers({ addRoutes }, worker);

	const urlPattern = { protocol: 'https', hostname: 'vault.example.com', port: '' };
	expect(addRoutes).toHaveBeenCalledWith([
		{ condition: { not: { urlPattern } }, source: 'network' },
	]);
});

it('is asked about everything where the browser knows no routes, or not these', async () => {
	const addRoutes = vi.fn(() => Promise.reject(new TypeError('not')));

	expect(() => leaveOthers({}, worker)).not.toThrow();
	expect(() => leaveOthers({ addRoutes }, worker)).not.toThrow();
	await expect(addRoutes.mock.results[0]?.value).rejects.toThrow('not');
});
