import { setNotifications } from '#contract/notifications';
import { tellMailLanguage } from '$lib/app/mail-language';
import { afterEach, expect, it, vi } from 'vitest';

const call = vi.fn<(verb: unknown, request: unknown) => Promise<object>>(() =>
	Promise.resolve({ state: 'off', email: null }),
);
const told = () => call.mock.calls.map(([, request]) => request);
const visit = (personId = 'ann') => tellMailLanguage(call, personId);

afterEach(() => {
	call.mockClear();
	localStorage.clear();
	document.documentElement.lang = '';
});

it('tells once in which language the mails of a person are read', async () => {
	document.documentElement.lang = 'de-CH';
	await visit();
	await visit();

	expect(call).toHaveBeenCalledExactlyOnceWith(setNotifications, { language: 'de-CH' });
});

it('tells it again where it has changed, and of each person', async () => {
	document.documentElement.lang = 'de-CH';
	await visit();
	document.documentElement.lang = 'en-GB';
	await visit();
	await visit('bob');

	expect(told()).toEqual([{ language: 'de-CH' }, { language: 'en-GB' }, { language: 'en-GB' }]);
});

it('tells it at another visit where the vault did not answer', async () => {
	call.mockRejectedValueOnce(new Error('offline'));
	await expect(visit()).rejects.toThrow('offline');
	await visit();
	await visit();

	expect(call).toHaveBeenCalledTimes(2);
});
