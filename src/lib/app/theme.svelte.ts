const themeChoices = ['system', 'light', 'dark'] as const;
type ThemeChoice = (typeof themeChoices)[number];

/** app.html reads the same key before the first paint. */
const KEY = 'cloudvault.theme';

/** Light, dark, or as the system has it. Kept on this device. */
export class Theme {
	#choice = $state<ThemeChoice>(
		themeChoices.find((it) => it === localStorage.getItem(KEY)) ?? 'system',
	);

	get choice(): ThemeChoice {
		return this.#choice;
	}

	choose(choice: ThemeChoice): void {
		this.#choice = choice;
		if (choice === 'system') {
			localStorage.removeItem(KEY);
			delete document.documentElement.dataset.theme;
		} else {
			localStorage.setItem(KEY, choice);
			document.documentElement.dataset.theme = choice;
		}
	}
}
