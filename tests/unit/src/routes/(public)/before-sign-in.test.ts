import { rememberForSignIn } from '$lib/auth/sign-in-memory';
import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import ResetPassword from '../../../../../src/routes/(public)/reset-password/+page.svelte';
import SignIn from '../../../../../src/routes/(public)/sign-in/+page.svelte';
import SignUp from '../../../../../src/routes/(public)/sign-up/+page.svelte';
import { fakeApp } from '../../lib/app/fake-app';
import { renderInApp } from '../../lib/app/render-in-app';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('$app/state', () => ({
	page: { url: new URL('https://vault.test/sign-in?next=%2Ftrash'), params: {} },
}));

beforeEach(() => sessionStorage.clear());
afterEach(cleanup);

const show = (page: typeof SignIn | typeof SignUp | typeof ResetPassword) => {
	cleanup();
	renderInApp(fakeApp(), page, {});
};
const address = () => screen.getByLabelText<HTMLInputElement>('E-mail');

test('an address that was typed once is there on the way to a new password, and back', async () => {
	show(SignIn);
	await fireEvent.input(address(), { target: { value: 'ann@example.com' } });

	show(ResetPassword);
	expect(address().value).toBe('ann@example.com');
	show(SignIn);

	expect(address().value).toBe('ann@example.com');
});

test('where a person wanted to go is kept on the way to a new password, and back', () => {
	show(SignIn);
	const forgot = screen.getByRole('link', { name: 'Forgot your password?' });
	expect(forgot.getAttribute('href')).toBe('/reset-password?next=%2Ftrash');

	show(ResetPassword);
	const back = screen.getByRole('link', { name: 'Back to sign in' });
	expect(back.getAttribute('href')).toBe('/sign-in?next=%2Ftrash');
});

test.each([
	['confirm-sign-up', SignIn, 'Check your e-mail'],
	['confirm-sign-up', SignUp, 'Check your e-mail'],
	['reset-password', ResetPassword, 'Choose a new password'],
] as const)('a page that is loaded again at %s stays there', (step, page, title) => {
	rememberForSignIn({ email: 'ann@example.com', step });

	show(page);

	expect(screen.getByRole('heading', { name: title })).toBeTruthy();
	expect(screen.getByText('ann@example.com')).toBeTruthy();
});

test('the page to sign in on says why the last session ended', () => {
	rememberForSignIn({ ended: 'everywhere' });

	show(SignIn);

	expect(screen.getByText(/You were signed out on all devices/)).toBeTruthy();
});
