/** How a screen is looked at: in which language, at which width, in which theme. */
export interface Look {
	readonly language: Language;
	readonly width: keyof typeof SIZES;
	readonly theme: 'light' | 'dark';
}

export type Language = 'en' | 'de' | 'en-XA' | 'ar-XB';

/** Of the window, in CSS pixels: a phone, a tablet, a desk. */
export const SIZES = {
	390: { width: 390, height: 844 },
	768: { width: 768, height: 1024 },
	1440: { width: 1440, height: 900 },
} as const;

const WIDTHS = [390, 768, 1440] as const;

/** Of a sheet: what stands side by side, row by row. */
type Rows = readonly (readonly Look[])[];

/** Every width in both themes, in English. */
export const everyTheme: Rows = (['light', 'dark'] as const).map((theme) =>
	WIDTHS.map((width) => ({ language: 'en', width, theme })),
);

/** German, what is 40 % longer, and what runs from right to left. */
export const everyLanguage: Rows = (['de', 'en-XA', 'ar-XB'] as const).map((language) =>
	WIDTHS.map((width) => ({ language, width, theme: 'light' })),
);

export const nameOf = ({ language, width, theme }: Look): string =>
	`${language}-${String(width)}-${theme}`;
