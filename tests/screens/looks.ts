/** In which language and at which width a person walks through the vault. */
export interface Setting {
	readonly language: Language;
	readonly width: keyof typeof SIZES;
}

/** How a screen is looked at. */
export interface Look extends Setting {
	readonly theme: Theme;
}

export type Language = 'en' | 'de' | 'en-XA' | 'ar-XB';
export type Theme = 'light' | 'dark';

/** Of the window, in CSS pixels: two phones, a tablet, a desk. */
export const SIZES = {
	320: { width: 320, height: 640 },
	390: { width: 390, height: 844 },
	768: { width: 768, height: 1024 },
	1440: { width: 1440, height: 900 },
} as const;

const WIDTHS = [390, 768, 1440] as const;
const THEMES = ['light', 'dark'] as const;

/** Of a sheet: what stands side by side, row by row. */
export type Rows = readonly (readonly Look[])[];

const rowOf = (language: Language, theme: Theme): readonly Look[] =>
	WIDTHS.map((width) => ({ language, width, theme }));

/** Every width in both themes, in English. */
export const everyTheme: Rows = THEMES.map((theme) => rowOf('en', theme));

/** German; and in both themes what is 40 % longer, and what runs from right to left. */
export const everyLanguage: Rows = [
	rowOf('de', 'light'),
	...(['en-XA', 'ar-XB'] as const).flatMap((language) =>
		THEMES.map((theme) => rowOf(language, theme)),
	),
];

/** What is measured: the two languages in which most can be wrong, from the narrowest phone on. */
export const everyMeasured: Rows = (['en-XA', 'ar-XB'] as const).map((language) =>
	([320, ...WIDTHS] as const).flatMap((width) =>
		THEMES.map((theme) => ({ language, width, theme })),
	),
);

export const nameOf = ({ language, width }: Setting): string => `${language}-${String(width)}`;
