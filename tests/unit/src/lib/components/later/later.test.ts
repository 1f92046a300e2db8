import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeApp } from '../../app/fake-app';
import { renderInApp } from '../../app/render-in-app';
import PartExample from './PartExample.svelte';

afterEach(cleanup);

function shown({ when }: { readonly when: boolean }) {
	const app = fakeApp();
	const part = Promise.withResolvers<string>();
	const load = vi.fn(() => part.promise);
	const onfailed = vi.fn();
	renderInApp(app, PartExample, { load, when, onfailed });
	return { app, part, load, onfailed };
}

describe('a part that is loaded later', () => {
	it('shows that it comes, and then itself', async () => {
		const { part } = shown({ when: true });
		expect(screen.getByRole('progressbar', { name: 'Loading' })).toBeTruthy();

		part.resolve('here');

		expect(await screen.findByText('here')).toBeTruthy();
		expect(screen.queryByRole('progressbar')).toBeNull();
	});

	it('is loaded by a pointer that comes near, once, and not shown by it', async () => {
		const { load, part } = shown({ when: false });
		expect(load).not.toHaveBeenCalled();

		await fireEvent.pointerEnter(screen.getByRole('button', { name: 'Near' }));
		await fireEvent.pointerEnter(screen.getByRole('button', { name: 'Near' }));
		part.resolve('here');
		await part.promise;

		expect(load).toHaveBeenCalledOnce();
		expect(screen.queryByText('here')).toBeNull();
	});

	it('takes back what was asked and says why, where it does not come', async () => {
		const { app, part, onfailed } = shown({ when: true });

		part.reject(new TypeError('Failed to fetch dynamically imported module'));

		await waitFor(() => expect(onfailed).toHaveBeenCalledOnce());
		expect(app.toasts.list.map(({ text }) => text)).toEqual([
			'CloudVault cannot be reached. Check your connection and try again.',
		]);
	});
});
