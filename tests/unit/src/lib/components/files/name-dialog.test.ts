import NameDialog from '$lib/components/files/NameDialog.svelte';
import { ApiError } from '$lib/errors/api-error';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { standInForTopLayer } from '../ui/top-layer';

beforeAll(standInForTopLayer);
afterEach(cleanup);

function asked({ name = '', onconfirm = vi.fn(() => Promise.resolve()) } = {}) {
	const onclose = vi.fn();
	render(NameDialog, {
		title: 'Rename file',
		confirmLabel: 'Rename',
		name,
		keepExtension: true,
		onconfirm,
		onclose,
	});
	const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' });
	const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Rename' });
	return { field, button, onconfirm, onclose };
}

describe('the question for a name', () => {
	it('selects the name without its extension', async () => {
		const { field } = asked({ name: 'holiday.tar.gz' });

		await waitFor(() => expect(field.selectionEnd).toBe('holiday.tar'.length));
		expect(field.selectionStart).toBe(0);
	});

	it.each([
		['a/b', 'A name cannot contain / or \\. Use a dash instead.'],
		['..', '“.” and “..” have a meaning of their own. Choose another name.'],
		['   ', 'A name needs at least one letter, digit or sign that can be seen.'],
	])('says at once what is wrong with “%s”', async (typed, sentence) => {
		const { field, button } = asked({ name: 'a' });

		await fireEvent.input(field, { target: { value: typed } });

		expect(screen.getByText(sentence)).toBeTruthy();
		expect(field.getAttribute('aria-invalid')).toBe('true');
		expect(button.disabled).toBe(true);
	});

	it('does not scold an empty field that was never filled', () => {
		const { field } = asked();

		expect(field.getAttribute('aria-invalid')).toBeNull();
	});

	it('hands over the canonical name and closes', async () => {
		const { field, button, onconfirm, onclose } = asked({ name: 'a' });

		await fireEvent.input(field, { target: { value: '  cafe\u0301.txt ' } });
		await fireEvent.click(button);

		await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
		expect(onconfirm).toHaveBeenCalledExactlyOnceWith('caf\u00e9.txt');
	});

	it('stays and says why where the server refuses, until something else is typed', async () => {
		const onconfirm = vi.fn(() => Promise.reject(new ApiError('name_conflict')));
		const { field, button, onclose } = asked({ name: 'a', onconfirm });
		await fireEvent.input(field, { target: { value: 'b' } });

		await fireEvent.click(button);
		expect(await screen.findByText(/Something with this name is already here/)).toBeTruthy();
		expect(onclose).not.toHaveBeenCalled();

		await fireEvent.input(field, { target: { value: 'c' } });
		expect(screen.queryByText(/Something with this name is already here/)).toBeNull();
	});

	it('sends no request where the name stays the same', async () => {
		const { button, onconfirm, onclose } = asked({ name: 'a' });

		await fireEvent.click(button);

		await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
		expect(onconfirm).not.toHaveBeenCalled();
	});

	it('names the request of a failure that is ours', async () => {
		const failure = new ApiError('internal', { requestId: 'abc' });
		const { field, button } = asked({ name: 'a', onconfirm: vi.fn(() => Promise.reject(failure)) });

		await fireEvent.input(field, { target: { value: 'b' } });
		await fireEvent.click(button);

		expect(await screen.findByText('Request id abc')).toBeTruthy();
	});
});
