import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import ErrorPage from '../../../../src/routes/+error.svelte';

const page = vi.hoisted(() => ({ status: 404 }));
vi.mock('$app/state', () => ({ page }));

afterEach(cleanup);

test.each([
	[404, 'There is nothing at this address', 'Not found · CloudVault'],
	[500, 'Something went wrong here', 'Something went wrong · CloudVault'],
])('at %i the mark of CloudVault stands, with a sentence and a way on', (status, title, tab) => {
	page.status = status;

	render(ErrorPage);

	expect(screen.getByRole('heading', { name: title })).toBeTruthy();
	expect(document.title).toBe(tab);
	expect(document.querySelector('main svg')).not.toBeNull();
	const way = screen.getByRole('link', { name: 'Go to your files' });
	expect(way.getAttribute('href')).toBe('/folders');
});
