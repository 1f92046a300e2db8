import CodeField from '$lib/components/ui/CodeField.svelte';
import PasswordField from '$lib/components/ui/PasswordField.svelte';
import TextField from '$lib/components/ui/TextField.svelte';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';

afterEach(cleanup);

const described = (input: HTMLElement) =>
	document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent;

test('a field reads its hint out with its label', () => {
	render(TextField, { label: 'Name', value: '', hint: 'Any language.' });

	const input = screen.getByRole('textbox', { name: 'Name' });

	expect(described(input)).toBe('Any language.');
	expect(input.getAttribute('aria-invalid')).toBeNull();
});

test('a field that is wrong reads out why, in the place of the hint', () => {
	render(TextField, { label: 'Name', value: '', hint: 'Any language.', error: 'Type a name.' });

	const input = screen.getByRole('textbox', { name: 'Name' });

	expect(described(input)).toBe('Type a name.');
	expect(input.getAttribute('aria-invalid')).toBe('true');
});

test('a password is shown only while its owner wants to see it', async () => {
	render(PasswordField, { label: 'Password', value: 'secret', autocomplete: 'current-password' });
	const input = screen.getByLabelText('Password');
	expect(input.getAttribute('type')).toBe('password');

	await fireEvent.click(screen.getByRole('button', { name: 'Show password' }));
	expect(input.getAttribute('type')).toBe('text');

	await fireEvent.click(screen.getByRole('button', { name: 'Hide password' }));
	expect(input.getAttribute('type')).toBe('password');
});

test.each([
	['123 456', '123456'],
	['CV-123456', '123456'],
	['1234567', '123456'],
	['abc', ''],
])('a code pasted as %j is %j', async (pasted, kept) => {
	render(CodeField, { label: 'Code', value: '' });
	const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Code' });

	await fireEvent.input(input, { target: { value: pasted } });

	expect(input.value).toBe(kept);
});
