/** What the site speaks, each by its own name. app.html chooses among the same, and has the same key. */
export const languages = [
	{ tag: 'en', name: 'English' },
	{ tag: 'de', name: 'Deutsch' },
] as const;

/** `system`: the first that the browser asks for and the site speaks. */
export type LanguageChoice = 'system' | (typeof languages)[number]['tag'];

const KEY = 'cloudvault.language';

export function languageChoice(): LanguageChoice {
	const chosen = localStorage.getItem(KEY);
	return languages.find(({ tag }) => tag === chosen)?.tag ?? 'system';
}

/** Kept on this device, for each page that is loaded from now on. */
export function keepLanguage(choice: LanguageChoice): void {
	if (choice === 'system') localStorage.removeItem(KEY);
	else localStorage.setItem(KEY, choice);
}
