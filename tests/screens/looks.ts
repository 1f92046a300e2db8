/** In which language and in which window a person walks through the vault. */
export interface Setting {
	readonly language: Language;
	readonly width: keyof typeof WINDOWS;
}

/** How a screen is looked at. */
export interface Look extends Setting {
	readonly theme: Theme;
}

export type Language = 'en' | 'de' | 'en-XA' | 'ar-XB';
export type Theme = 'light' | 'dark';

interface Window {
	readonly height: number;
	/** Pressed by a finger. */
	readonly isPhone?: true;
	/** Pixels of the screen to one of CSS. Default: 1. */
	readonly scale?: number;
}

/** Of the window, in CSS pixels, by its width: two phones, a desk of 1280 × 800 zoomed to 200 %, two tablets, a desk. */
const WINDOWS = {
	320: { height: 640, isPhone: true },
	390: { height: 844, isPhone: true },
	640: { height: 400, scale: 2 },
	768: { height: 1024 },
	1024: { height: 768 },
	1440: { height: 900 },
} satisfies Readonly<Record<number, Window>>;

export const windowOf = ({ width }: Setting): Window => WINDOWS[width];
export const isPhone = (setting: Setting): boolean => windowOf(setting).isPhone === true;
/** Has the bar at the lower edge. */
export const isNarrow = ({ width }: Setting): boolean => width < 720;

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

/** What is measured: the two languages in which most can be wrong, in every window. */
export const everyMeasured: Rows = (['en-XA', 'ar-XB'] as const).map((language) =>
	([320, 390, 640, 768, 1024, 1440] as const).flatMap((width) =>
		THEMES.map((theme) => ({ language, width, theme })),
	),
);

export const nameOf = ({ language, width }: Setting): string => `${language}-${String(width)}`;
