import type { PageWeight } from './weights.ts';

/** The script in the page and the file it names (external-boot-script.js), which are made after the budget is checked, in bytes. */
const BOOT_BYTES = 2_100;
/** Gzipped bytes of JavaScript until a person can sign in. */
const BEFORE_SIGN_IN_BYTES = 60_000;
/** Until the first list of files is there, all in all. */
const LIST_BYTES = 90_000;
/** What each further page adds to the list. */
const FURTHER_PAGE_BYTES = 25_000;

export interface Charge {
	readonly page: string;
	/** `PageWeight.bytes` with what every page starts with, or what the page adds to the list. */
	readonly bytes: number;
	readonly budgetBytes: number;
	readonly adds: boolean;
}

/** What is held against each page's budget. */
export function chargeOf({ page, bytes, bytesAfterList }: PageWeight): Charge {
	const whole = { page, bytes: bytes + BOOT_BYTES, adds: false };
	if (!page.startsWith('(vault)')) return { ...whole, budgetBytes: BEFORE_SIGN_IN_BYTES };
	if (page.startsWith('(vault)/folders')) return { ...whole, budgetBytes: LIST_BYTES };
	return { page, bytes: bytesAfterList, budgetBytes: FURTHER_PAGE_BYTES, adds: true };
}

/** A sentence for each page that is heavier than it may be. */
export function overBudget(pages: readonly PageWeight[]): readonly string[] {
	return pages
		.map(chargeOf)
		.filter(({ bytes, budgetBytes }) => bytes > budgetBytes)
		.map(
			({ page, bytes, budgetBytes, adds }) =>
				`${page} ${adds ? 'adds' : 'takes'} ${kilobytes(bytes)} of JavaScript${adds ? ' to the list' : ''}; it may ${adds ? 'add' : 'take'} ${kilobytes(budgetBytes)}. ` +
				'Load what is not seen at first by `Later`; `npm run bench -- weight` shows what weighs.',
		);
}

export const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
