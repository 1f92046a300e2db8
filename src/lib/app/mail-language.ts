import { setNotifications } from '#contract/notifications';
import type { Call } from '$lib/api/call';
import { locale } from '$lib/language/locale';

const KEY = 'cloudvault.mail-language';

/**
 * Tells the vault in which language this person reads its mails, where this device has not told the same before. Where the person is on
 * several devices of different languages, mails are in the language that was last told. Throws `ApiError`; another visit tells it then.
 */
export async function tellMailLanguage(call: Call, personId: string): Promise<void> {
	const language = locale();
	const told = `${personId} ${language}`;
	if (localStorage.getItem(KEY) === told) return;
	await call(setNotifications, { language });
	localStorage.setItem(KEY, told);
}
